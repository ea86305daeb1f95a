namespace ShutdownAnalyzers.Ownership;

/// <summary>
/// SHUT704: a local is held with <c>using</c> where the scope around it waits; what a type holds is released where the type stops
/// or is disposed of.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ConnectionIsNeverClosedCodeFix))]
public sealed class ConnectionIsNeverClosedCodeFix() : ShutdownCodeFix(Rules.ConnectionIsNeverClosed)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Node is not ExpressionSyntax node
            || finding.Operation(node) is not { } creation
            || finding.Model.Creations.Origin(creation) is not INamedTypeSymbol connection)
        {
            return [];
        }

        return finding.Model.Owner.Of(creation).Holders.FirstOrDefault(static it => it is IFieldSymbol or IPropertySymbol) is { } member
            ? InMember(finding, member, connection)
            : LeavesItsScope(creation, connection, finding.Model) ? [] : InScope(finding, node, connection);
    }

    // Whoever it is returned to, or finds it in a collection, goes on with it.
    private static bool LeavesItsScope(IOperation creation, INamedTypeSymbol connection, ShutdownModel model)
    {
        var usage = model.Uses.InFunction(creation);
        var held = usage.Operations(UseKind.Awaited).Aggregate(usage, (whole, awaiting) => whole.And(model.Uses.InFunction(awaiting)));
        return held.Has(UseKind.Returned) || held.Holders.Any(it => it is not ILocalSymbol { Type: var type } || !Holds(type, connection));
    }

    private static IEnumerable<Repair> InScope(Finding finding, ExpressionSyntax creation, INamedTypeSymbol connection)
    {
        if (UsingDeclarations.StatementOf(Awaited(creation)) is not { } statement || !UsingDeclarations.ScopeWaitsBehind(statement, finding))
        {
            yield break;
        }

        var name = finding.Semantics.FreshName(creation.SpanStart, "connection");
        var types = finding.Model.Types;
        if (connection.DerivesFrom(types.AsyncDisposable) && CanAwait(creation))
        {
            yield return new Repair("Close it at the end of its scope with 'await using'", "Using", finding, editor => editor.HoldAsynchronously(statement, name));
        }
        else if (connection.DerivesFrom(types.Disposable))
        {
            yield return new Repair("Close it at the end of its scope with 'using'", "Using", finding, editor => editor.Hold(statement, name));
        }
    }

    private static IEnumerable<Repair> InMember(Finding finding, ISymbol member, INamedTypeSymbol connection)
    {
        if (member.IsStatic || !Holds(TypeOf(member), connection) || member.ContainingType is not { TypeKind: TypeKind.Class } type || ReleaseOf(member, connection, type, finding) is not { IsEmpty: false } supports)
        {
            yield break;
        }

        yield return new Repair($"Release '{member.Name}' when '{type.Name}' stops", "Release", solution => Support.ApplyAsync(supports, solution, finding.Cancellation));
    }

    // What can only be released asynchronously, or better so, is released in StopAsync; everything else where the type is disposed of.
    private static ImmutableArray<Support> ReleaseOf(ISymbol member, INamedTypeSymbol connection, INamedTypeSymbol type, Finding finding)
    {
        var (model, name) = (finding.Model, Names.Escaped(member.Name));
        if (connection.DerivesFrom(model.Types.AsyncDisposable)
            && (StopPath.OfHosted(type, finding.Node, model) ?? StopPath.OfNewAsyncDisposal(type, finding.Node, model)) is { CanAwait: true } stop)
        {
            return stop.With([], [IsAlwaysSet(member) ? $"await {name}.DisposeAsync();" : $"if ({name} is not null)\n{{\nawait {name}.DisposeAsync();\n}}\n"]);
        }

        return connection.DerivesFrom(model.Types.Disposable) && StopPath.OfNewDisposal(type, finding.Node, model) is { } disposal
            ? disposal.With([], [IsAlwaysSet(member) ? $"{name}.Dispose();" : $"{name}?.Dispose();"])
            : [];
    }

    // The connection itself: no collection of them, no task or lazy that makes one.
    private static bool Holds(ITypeSymbol type, INamedTypeSymbol connection) => connection.DerivesFrom(type as INamedTypeSymbol);

    private static ITypeSymbol TypeOf(ISymbol member) => member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;

    // Set by an initializer or a constructor, once and for all.
    private static bool IsAlwaysSet(ISymbol member) => member switch
    {
        IFieldSymbol field => field.IsReadOnly && field.NullableAnnotation != NullableAnnotation.Annotated,
        IPropertySymbol property => property.SetMethod is null && property.NullableAnnotation != NullableAnnotation.Annotated,
        _ => false,
    };

    // await X.ConnectAsync().ConfigureAwait(false): the whole stands for the connection.
    private static ExpressionSyntax Awaited(ExpressionSyntax creation)
    {
        var whole = creation;
        for (SyntaxNode? it = creation.Parent; it is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax; it = it.Parent)
        {
            whole = it as AwaitExpressionSyntax ?? whole;
        }

        return whole;
    }

    private static bool CanAwait(SyntaxNode node) => node.FunctionAround() is not { } function || Functions.IsAsync(function);
}
