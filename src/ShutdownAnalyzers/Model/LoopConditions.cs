namespace ShutdownAnalyzers.Model;

/// <summary>Reads the condition of a loop: always true, a question to a token, a flag, or something that ends by itself.</summary>
internal static class LoopConditions
{
    public static (LoopEnd Kind, Signal Signal) Read(ShutdownModel model, ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation { Condition: { } condition } @while => @while.ConditionIsUntil ? (LoopEnd.Finite, Signal.None) : Read(model, condition, Frame.Outermost),
        IForLoopOperation { Condition: null } => (LoopEnd.Endless, Signal.None),
        IForLoopOperation { Condition: { } condition } => Read(model, condition, Frame.Outermost),
        _ => (LoopEnd.Finite, Signal.None),
    };

    private static (LoopEnd Kind, Signal Signal) Read(ShutdownModel model, IOperation condition, Frame frame)
    {
        var bare = condition.Bare();
        if (bare is { ConstantValue: { HasValue: true, Value: true } })
        {
            return (LoopEnd.Endless, Signal.None);
        }

        switch (bare)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } and:
                var left = Read(model, and.LeftOperand, frame);
                var right = Read(model, and.RightOperand, frame);
                return (Both(left.Kind, right.Kind), left.Signal | right.Signal);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not when Token(model, not.Operand, frame) is { } signal:
                return (LoopEnd.AsksToken, signal);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: false } } equals when Token(model, equals.LeftOperand, frame) is { } signal:
                return (LoopEnd.AsksToken, signal);
            case IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: false } } } pattern when Token(model, pattern.Value, frame) is { } signal:
                return (LoopEnd.AsksToken, signal);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not when Flag(model, not.Operand) is { } kind:
                return (kind, Signal.None);
            case { } flag when Flag(model, flag) is { } kind:
                return (kind, Signal.None);
            case IPropertyReferenceOperation { Property: { IsAbstract: false, IsVirtual: false, GetMethod: { } getter } } property when Inlined(model, getter) is { } body:
                return frame.Enter(body.Root(), property.Arguments) is { } inside ? Read(model, body, inside) : (LoopEnd.Finite, Signal.None);
            case IInvocationOperation { TargetMethod: { IsAbstract: false, IsVirtual: false } method } call when Inlined(model, method) is { } body:
                return frame.Enter(body.Root(), call.Arguments) is { } called ? Read(model, body, called) : (LoopEnd.Finite, Signal.None);
            case IAwaitOperation { Operation: var awaited } when awaited.Bare() is IInvocationOperation { TargetMethod: { IsAbstract: false, IsVirtual: false } method } && SaysAlwaysTrue(model, method):
                return (LoopEnd.Endless, Signal.None);
            default:
                return (LoopEnd.Finite, Signal.None);
        }
    }

    private static bool SaysAlwaysTrue(ShutdownModel model, IMethodSymbol method)
        => model.Bodies.Of(method) is { } body && Values.Returned(body).ToArray() is { Length: > 0 } values && values.All(static it => it.Bare().ConstantValue is { HasValue: true, Value: true });

    private static LoopEnd Both(LoopEnd left, LoopEnd right)
        => left == LoopEnd.Finite || right == LoopEnd.Finite ? LoopEnd.Finite
        : left == LoopEnd.AsksFlag || right == LoopEnd.AsksFlag ? LoopEnd.AsksFlag
        : left == LoopEnd.AsksToken || right == LoopEnd.AsksToken ? LoopEnd.AsksToken
        : LoopEnd.Endless;

    private static Signal? Token(ShutdownModel model, IOperation operand, Frame frame) => operand.Bare() switch
    {
        IPropertyReferenceOperation { Property.Name: "IsCancellationRequested", Instance: { } token } when model.Signals.IsToken(token.Type) || model.Signals.IsSource(token.Type)
            => model.Signals.Of(token, frame),
        IInvocationOperation { TargetMethod.Name: "WaitOne", Instance: IPropertyReferenceOperation { Property.Name: "WaitHandle", Instance: { } token } } when model.Signals.IsToken(token.Type)
            => model.Signals.Of(token, frame),
        IPropertyReferenceOperation { Property: { IsAbstract: false, IsVirtual: false, GetMethod: { } getter } } property when Inlined(model, getter) is { } body
            => frame.Enter(body.Root(), property.Arguments) is { } inside ? Token(model, body, inside) : null,
        IInvocationOperation { TargetMethod: { IsAbstract: false, IsVirtual: false } method } call when Inlined(model, method) is { } body
            => frame.Enter(body.Root(), call.Arguments) is { } inside ? Token(model, body, inside) : null,
        _ => null,
    };

    // The one expression that a helper returns.
    private static IOperation? Inlined(ShutdownModel model, IMethodSymbol helper)
        => model.Bodies.Of(helper) is { } body && Values.Returned(body).ToArray() is [var value] && body.OwnDescendantsAndSelf().Count(static it => it is ILoopOperation or IAwaitOperation) == 0 ? value : null;

    // A bool that nobody ever writes the other value to asks nothing.
    private static LoopEnd? Flag(ShutdownModel model, IOperation operand)
    {
        var bare = operand.Bare();
        if (bare?.Type?.SpecialType != SpecialType.System_Boolean)
        {
            return null;
        }

        switch (bare)
        {
            case ILocalReferenceOperation local:
                return IsWritten(model.Values.Of(local.Local, local)) ? LoopEnd.AsksFlag : LoopEnd.Endless;
            case IFieldReferenceOperation { Field.DeclaringSyntaxReferences.Length: > 0 } field:
                return field.Field.DeclaredAccessibility != Accessibility.Private || IsWritten(model.Values.Of(field.Field)) ? LoopEnd.AsksFlag : LoopEnd.Endless;
            case IPropertyReferenceOperation { Property: { DeclaringSyntaxReferences.Length: > 0, GetMethod: { } getter } } property when model.Bodies.Of(getter) is null && !property.Property.IsAbstract:
                return LoopEnd.AsksFlag;
            default:
                return null;
        }
    }

    // By more than its initializer. A value that cannot be seen counts: then nothing is proven.
    private static bool IsWritten(ImmutableArray<IOperation> values)
        => values.IsDefault || values.Any(static it => it.Parent is not (ISymbolInitializerOperation or IVariableInitializerOperation));
}
