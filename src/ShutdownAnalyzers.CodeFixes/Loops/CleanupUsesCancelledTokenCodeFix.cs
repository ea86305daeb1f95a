namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT108: the clean-up gets a time limit of its own; in <c>StopAsync</c> the limit that the host sets.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CleanupUsesCancelledTokenCodeFix))]
public sealed class CleanupUsesCancelledTokenCodeFix() : ShutdownCodeFix(Rules.CleanupUsesCancelledToken)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        // Where a helper hands the token on by itself, the helper has to change: it runs at other times too.
        if (finding.Around<ArgumentSyntax>() is not { Expression: var token } argument || argument.Span != finding.Node.Span)
        {
            return [];
        }

        if (finding.Semantics.GetEnclosingSymbol(token.SpanStart) is IMethodSymbol { Parameters: [{ Name: var deadline }] } stop && finding.Model.Contracts.IsStop(stop))
        {
            return [new Repair($"Use '{deadline}'", "limit", finding, editor => editor.ReplaceNode(token, (now, _) => NewCode.Expression(Names.Escaped(deadline)).WithTriviaFrom(now)))];
        }

        if (token.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || statement.FunctionAround() != token.FunctionAround())
        {
            return [];
        }

        var name = finding.Semantics.FreshName(statement.SpanStart, "grace");
        return [new Repair("Give it 5 seconds of its own", "limit", finding, editor =>
        {
            editor.ReplaceNode(token, (now, _) => NewCode.Expression(name + ".Token").WithTriviaFrom(now));
            editor.AddBefore(statement, [NewCode.Statement($"using var {name} = new global::System.Threading.CancellationTokenSource(global::System.TimeSpan.FromSeconds(5));")]);
        })];
    }
}
