namespace ShutdownAnalyzers.HostedServices;

/// <summary>What a type has of a task that it started: a field, a collection, or nothing.</summary>
internal sealed class KeptTasks(ShutdownModel model)
{
    /// <summary>The field that holds it or a collection of it.</summary>
    public IFieldSymbol? FieldOf(IOperation task)
        => Whole(task).SelectMany(it => model.Uses.Of(it).Holders).OfType<IFieldSymbol>().FirstOrDefault(it => !it.IsStatic && (IsTask(it.Type) || IsCollection(it)));

    public bool IsCollection(IFieldSymbol field) => field.Type switch
    {
        IArrayTypeSymbol { ElementType: var element } => IsTask(element),
        INamedTypeSymbol { TypeArguments: [var element] } collection => IsTask(element) && collection.DerivesFrom(model.Types["System.Collections.IEnumerable"]),
        _ => false,
    };

    /// <summary>The expression with which it is thrown away: <c>X</c> or <c>_ = X</c>, where X is a task.</summary>
    public SyntaxNode? DroppedAt(IOperation task) => Whole(task)
        .Where(it => IsTask(it.Type))
        .SelectMany(it => model.Uses.Of(it).All)
        .Where(static use => use.Kind == UseKind.Dropped)
        .Select(static use => use.Operation.Syntax switch
        {
            ExpressionStatementSyntax statement => statement.Expression,
            ExpressionSyntax expression => expression,
            _ => null,
        })
        .FirstOrDefault(static it => it is not null);

    /// <summary>There may be several of it at a time.</summary>
    public static bool IsRepeated(IOperation task)
        => task.Ancestors().Any(static it => it is ILoopOperation) || task.EnclosingFunction() is IAnonymousFunctionOperation;

    // The task itself, and those that end when it does.
    private IEnumerable<IOperation> Whole(IOperation task)
    {
        var all = new List<IOperation> { task };
        for (var i = 0; i < all.Count && all.Count < 20; i++)
        {
            all.AddRange(model.Uses.Of(all[i]).All
                .Where(static use => use.Kind is UseKind.Member or UseKind.Passed)
                .Select(static use => use.Operation)
                .OfType<IInvocationOperation>()
                .Where(it => it.TargetMethod.DeclaringSyntaxReferences.Length == 0 && IsTask(it.Type) && !all.Any(known => known.Syntax == it.Syntax)));
        }

        return all;
    }

    private bool IsTask(ITypeSymbol? type) => type.DerivesFrom(model.Types.Task);
}
