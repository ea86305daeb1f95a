namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT214: <c>AddSingleton&lt;IHostedService&gt;(factory)</c> keeps every registration.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SecondRegistrationIsDroppedCodeFix))]
public sealed class SecondRegistrationIsDroppedCodeFix() : ShutdownCodeFix(Rules.SecondRegistrationIsDropped)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        // Written as a static call the collection is an argument, and the method has another owner: rare enough to be left alone.
        if (finding.Node is SimpleNameSyntax name && finding.Operation(name.FirstAncestorOrSelf<InvocationExpressionSyntax>()!) is IInvocationOperation { Arguments: [{ Value: var collection }, ..] }
            && collection.Syntax.Span.End <= name.SpanStart)
        {
            yield return new Repair("Register with AddSingleton<IHostedService>", "add", finding, editor
                => editor.ReplaceNode(name, NewCode.Expression("AddSingleton<global::Microsoft.Extensions.Hosting.IHostedService>").WithTriviaFrom(name)));
        }
    }
}
