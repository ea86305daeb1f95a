namespace ShutdownAnalyzers.Model;

/// <summary>Expressions that bring an object into being, whose owner is then the code around them.</summary>
internal sealed class Creations(KnownTypes types, Bodies bodies)
{
    /// <summary>
    /// What <c>new X()</c>, <c>X.Create()</c>, <c>await X.ConnectAsync()</c>, <c>builder.Build()</c> or a method of the project
    /// that returns nothing else creates, or <see langword="null"/> where the value may have an owner already.
    /// </summary>
    public ITypeSymbol? CreatedBy(IOperation? expression) => CreatedBy(expression.Bare(), depth: 0);

    /// <summary>
    /// What this one operation creates: <c>new X()</c>, or a call of a library's factory. What a helper of the project
    /// creates is created inside the helper.
    /// </summary>
    public ITypeSymbol? Origin(IOperation operation) => operation switch
    {
        IObjectCreationOperation creation => creation.Type,
        IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences: [] } method } call when method.IsNamedLikeFactory() => Result(call.Type),
        _ => null,
    };

    /// <summary>T for a task or value task of T, else the type itself.</summary>
    public ITypeSymbol? Result(ITypeSymbol? type)
        => type is INamedTypeSymbol { TypeArguments: [var result] } task && (task.IsA(types.TaskOfT) || task.IsA(types.ValueTaskOfT)) ? result : type;

    private ITypeSymbol? CreatedBy(IOperation? expression, int depth) => Unwrapped(expression) switch
    {
        IObjectCreationOperation { Arguments: [var result] } task when task.Type.IsA(types.ValueTaskOfT) => CreatedBy(result.Value.Bare(), depth),
        IObjectCreationOperation creation => creation.Type,
        IInvocationOperation { TargetMethod.Name: "FromResult", Arguments: [var result] } call when call.TargetMethod.ContainingType.IsA(types.Task) || call.TargetMethod.ContainingType.IsA(types.ValueTask)
            => CreatedBy(result.Value.Bare(), depth),
        IInvocationOperation call when Creates(call.TargetMethod, depth) => Result(call.Type),
        _ => null,
    };

    // await X.ConnectAsync().ConfigureAwait(false), X.ConnectAsync().GetAwaiter().GetResult(), X.ConnectAsync().Result
    private IOperation? Unwrapped(IOperation? expression)
    {
        while (true)
        {
            switch (expression)
            {
                case IAwaitOperation await:
                    expression = await.Operation.Bare();
                    break;
                case IInvocationOperation { TargetMethod: var method, Instance: { } task } when method.IsStepOfAwait():
                    expression = task.Bare();
                    break;
                case IPropertyReferenceOperation { Property.Name: "Result", Instance: { } task } when task.Type.DerivesFrom(types.Task):
                    expression = task.Bare();
                    break;
                default:
                    return expression;
            }
        }
    }

    private bool Creates(IMethodSymbol method, int depth)
    {
        if (method.DeclaringSyntaxReferences.Length == 0)
        {
            return method.IsNamedLikeFactory();
        }

        // A helper of the project creates what it returns when each of its returns does.
        return depth < 3
            && bodies.Of(method) is { } body
            && body.OwnDescendantsAndSelf().OfType<IReturnOperation>().Select(static it => it.ReturnedValue).ToImmutableArray() is { IsEmpty: false } returned
            && returned.All(it => it is not null && (CreatedBy(it.Bare(), depth + 1) ?? CreatedInto(it, body, depth)) is not null);
    }

    // var x = new X(); x.Prepare(); return x;
    private ITypeSymbol? CreatedInto(IOperation returned, IOperation body, int depth)
        => returned.Bare() is ILocalReferenceOperation { Local: var local }
        && body.OwnDescendantsAndSelf().OfType<IVariableDeclaratorOperation>().FirstOrDefault(it => it.Symbol.Is(local)) is { } declarator
            ? CreatedBy(declarator.GetVariableInitializer()?.Value.Bare(), depth + 1)
            : null;
}
