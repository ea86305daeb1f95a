namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT215: the host is handed the instance that the others get.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HostedTwinCodeFix))]
public sealed class HostedTwinCodeFix() : ShutdownCodeFix(Rules.HostedTwin)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        // A factory may make something else of the type than the singleton is: which of the two is meant is the author's to say.
        if (!IsPlainCall(finding.Node, out var hosting))
        {
            return [];
        }

        if (finding.Property(HostedTwinAnalyzer.AsItself) is not null)
        {
            return [new Repair("Host the singleton", "host", finding, editor => Host(editor, hosting, finding))];
        }

        return finding.AdditionalNodes.FirstOrDefault() is { } twin && IsPlainCall(twin, out var singleton) && Name(singleton).Identifier.ValueText == "AddSingleton"
            ? [new Repair("Host the singleton", "host", finding, editor =>
            {
                editor.ReplaceNode(singleton, (current, _) => AsItselfToo((InvocationExpressionSyntax)current, finding.Semantics.FreshName(singleton.SpanStart, "sp")));
                Host(editor, hosting, finding);
            })]
            : [];
    }

    // collection.Method<A, B>()
    private static bool IsPlainCall(SyntaxNode name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out InvocationExpressionSyntax? call)
    {
        call = name is GenericNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { ArgumentList.Arguments: [] } invocation } } ? invocation : null;
        return call is not null;
    }

    private static GenericNameSyntax Name(InvocationExpressionSyntax call) => (GenericNameSyntax)((MemberAccessExpressionSyntax)call.Expression).Name;

    // AddHostedService<X>() -> AddHostedService(sp => sp.GetRequiredService<X>()); AddSingleton<IHostedService, X>() likewise
    private static void Host(SyntaxEditor editor, InvocationExpressionSyntax hosting, Finding finding)
    {
        var name = Name(hosting);
        var types = name.TypeArgumentList.Arguments;
        SimpleNameSyntax method = types.Count == 2 ? AddSingleton(types[0]) : SyntaxFactory.IdentifierName(name.Identifier);
        editor.ReplaceNode(hosting.ArgumentList, hosting.ArgumentList.AddArguments(Forward(types[types.Count - 1], finding.Semantics.FreshName(hosting.SpanStart, "sp"))));
        editor.ReplaceNode(name, method.WithTriviaFrom(name));
    }

    // AddSingleton<I, X>() -> AddSingleton<X>().AddSingleton<I>(sp => sp.GetRequiredService<X>())
    private static SyntaxNode AsItselfToo(InvocationExpressionSyntax singleton, string provider)
    {
        var name = Name(singleton);
        var (service, implementation) = (name.TypeArgumentList.Arguments[0], name.TypeArgumentList.Arguments[1]);
        var itself = singleton.ReplaceNode(name, AddSingleton(implementation)).WithArgumentList(SyntaxFactory.ArgumentList());
        return SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, itself, AddSingleton(service)),
                singleton.ArgumentList.WithoutTrivia().AddArguments(Forward(implementation, provider)))
            .WithTrailingTrivia(singleton.GetTrailingTrivia());
    }

    private static SimpleNameSyntax AddSingleton(TypeSyntax type)
        => SyntaxFactory.GenericName(SyntaxFactory.Identifier("AddSingleton"), SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(type.WithoutTrivia())));

    private static ArgumentSyntax Forward(TypeSyntax type, string provider)
        => SyntaxFactory.Argument(NewCode.Expression($"{provider} => {provider}.GetRequiredService<{type.WithoutTrivia()}>()"));
}
