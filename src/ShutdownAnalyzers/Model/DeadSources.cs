namespace ShutdownAnalyzers.Model;

/// <summary>Sources of tokens that drive work and that nobody ever cancels.</summary>
internal static class DeadSources
{
    private const int Deepest = 6;

    /// <summary>The field holds a source that only the project can cancel, and it does not, although something watches it.</summary>
    public static bool IsOne(IFieldSymbol field, ShutdownModel model)
        => !field.IsImplicitlyDeclared && model.Signals.IsSource(field.Type) && !field.IsVisibleOutside()
        && model.Signals.OfMember(field) == Signal.Never && DrivesWork(field, model);

    /// <summary>The loop asks a token of such a source, handed to it or not.</summary>
    public static bool AreAskedBy(ILoopOperation loop, ShutdownModel model)
        => (loop as IWhileLoopOperation)?.Condition is { } condition
        && condition.DescendantsAndSelf().Any(it => (model.Signals.IsToken(it.Type) || model.Signals.IsSource(it.Type)) && StemsFromOne(it, model, 0));

    /// <summary>The call waits with a token of such a source.</summary>
    public static bool AreHandedTo(IInvocationOperation call, ShutdownModel model)
        => call.Arguments.Any(it => model.Signals.IsToken(it.Parameter?.Type) && StemsFromOne(it.Value, model, 0));

    private static bool StemsFromOne(IOperation token, ShutdownModel model, int depth) => token.Bare() switch
    {
        _ when depth > Deepest => false,
        IFieldReferenceOperation { Field: var field } when model.Signals.IsSource(field.Type) => IsOne(field, model),
        IFieldReferenceOperation { Field: var field } => AnyOf(model.Values.Of(field), model, depth),
        IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } when model.Signals.IsSource(source.Type) => StemsFromOne(source, model, depth + 1),
        IPropertyReferenceOperation { Property.GetMethod: { } getter } when model.Bodies.Of(getter) is { } body => AnyOf([.. Values.Returned(body)], model, depth),
        ILocalReferenceOperation local => AnyOf(model.Values.Of(local.Local, local), model, depth),
        IParameterReferenceOperation parameter => AnyOf(model.Values.OfParameter(parameter.Parameter), model, depth),
        _ => false,
    };

    private static bool AnyOf(ImmutableArray<IOperation> values, ShutdownModel model, int depth)
        => !values.IsDefault && values.Any(it => StemsFromOne(it, model, depth + 1));

    private static bool DrivesWork(IFieldSymbol source, ShutdownModel model)
    {
        var references = model.References.To(source);
        return !references.IsDefault && references.Any(static it => it.BareParent() is IPropertyReferenceOperation { Property.Name: "Token" or "IsCancellationRequested" });
    }
}
