namespace ShutdownAnalyzers.HostedServices;

/// <summary>
/// A class that is nothing but a hosted service: it derives from <c>object</c>, implements <c>IHostedService</c> only, does
/// nothing when it is stopped, and nobody derives from it. Then nobody notices when it becomes a <c>BackgroundService</c>.
/// </summary>
internal sealed class PlainService
{
    private const string NewParameter = "stoppingToken";

    private readonly ClassDeclarationSyntax type;
    private readonly MethodDeclarationSyntax start;
    private readonly MethodDeclarationSyntax stop;
    private readonly string oldParameter;
    private readonly string parameter;

    private PlainService(ClassDeclarationSyntax type, MethodDeclarationSyntax start, MethodDeclarationSyntax stop)
    {
        (this.type, this.start, this.stop) = (type, start, stop);
        oldParameter = start.ParameterList.Parameters[0].Identifier.ValueText;
        parameter = type.DescendantTokens().Any(static it => it.ValueText == NewParameter) ? oldParameter : NewParameter;
    }

    /// <summary>What the code of the start names the signal by, before it is renamed along with the parameter.</summary>
    public ExpressionSyntax Signal => NewCode.Expression(Names.Escaped(oldParameter));

    public static PlainService? Of(MethodDeclarationSyntax start, Finding finding)
    {
        var model = finding.Model;
        return start.Parent is ClassDeclarationSyntax { BaseList.Types: [var contract] } type
            && finding.Semantics.GetDeclaredSymbol(type, finding.Cancellation) is { IsStatic: false, BaseType.SpecialType: SpecialType.System_Object, DeclaringSyntaxReferences.Length: 1 } symbol
            && finding.Semantics.GetTypeInfo(contract.Type, finding.Cancellation).Type.Is(model.Types.HostedService)
            && symbol.GetMembers("ExecuteAsync").IsEmpty && symbol.GetMembers("ExecuteTask").IsEmpty && symbol.GetMembers("Dispose").IsEmpty
            && !model.SourceTypes.DerivedFrom(symbol).Any()
            && finding.Semantics.GetDeclaredSymbol(start, finding.Cancellation) is { IsVirtual: false } method && method.Implements(model.Types.HostedService, "StartAsync")
            && symbol.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(it => it.Implements(model.Types.HostedService, "StopAsync")) is { } stop
            && stop.DeclaringSyntaxReferences is [var declared] && declared.GetSyntax() is MethodDeclarationSyntax stopping && DoesNothing(stopping, finding)
                ? new PlainService(type, start, stopping)
                : null;
    }

    public void BecomeBackgroundService(SyntaxEditor editor)
    {
        var contract = type.BaseList!.Types[0].Type;
        editor.ReplaceNode(contract, (current, _) => NewCode.Type("global::Microsoft.Extensions.Hosting.BackgroundService").WithTriviaFrom(current));
        editor.RemoveNode(stop, SyntaxRemoveOptions.KeepUnbalancedDirectives);
        editor.ReplaceNode(start, (current, _) => Execute((MethodDeclarationSyntax)current));
    }

    // StopAsync() => Task.CompletedTask, { return Task.CompletedTask; }, async and empty.
    private static bool DoesNothing(MethodDeclarationSyntax stop, Finding finding) => stop switch
    {
        { ExpressionBody.Expression: var value } => finding.Operation(value).IsCompletedTask(finding.Model.Types),
        { Body.Statements: [] } => true,
        { Body.Statements: [ReturnStatementSyntax { Expression: var value }] } => value is null || finding.Operation(value).IsCompletedTask(finding.Model.Types),
        _ => false,
    };

    private MethodDeclarationSyntax Execute(MethodDeclarationSyntax method)
    {
        var renamed = method.ReplaceTokens(
            method.DescendantTokens().Where(it => it.IsKind(SyntaxKind.IdentifierToken) && it.ValueText == oldParameter),
            (it, _) => SyntaxFactory.Identifier(Names.Escaped(parameter)).WithTriviaFrom(it));
        var access = renamed.Modifiers.Where(static it => !it.IsKind(SyntaxKind.AsyncKeyword)).ToList();
        var above = renamed.GetLeadingTrivia();
        renamed = renamed.WithoutLeadingTrivia();
        return renamed
            .WithModifiers(
            [
                SyntaxFactory.Token(SyntaxKind.ProtectedKeyword).WithLeadingTrivia(above).WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.Token(SyntaxKind.OverrideKeyword).WithTrailingTrivia(Discards.Remarks([.. access.Select(static it => it.TrailingTrivia)]).Insert(0, SyntaxFactory.Space)),
                .. renamed.Modifiers.Where(static it => it.IsKind(SyntaxKind.AsyncKeyword)),
            ])
            .WithExplicitInterfaceSpecifier(null)
            .WithIdentifier(SyntaxFactory.Identifier("ExecuteAsync").WithTriviaFrom(renamed.Identifier));
    }
}
