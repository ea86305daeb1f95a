namespace ShutdownAnalyzers.Model;

/// <summary>Answers "does this catch take the cancellation by the stop signal, and does it then leave?".</summary>
internal sealed class Catches(ShutdownModel model)
{
    /// <summary>
    /// The catch takes the <see cref="OperationCanceledException"/> that <paramref name="thrower"/> throws once the signal has
    /// fired. A filter that cannot be read counts as one that lets it pass: then nothing is proven.
    /// </summary>
    public bool Takes(ICatchClauseOperation clause, IOperation thrower, Frame frame)
        => TakesType(clause.ExceptionType, thrower) && (clause.Filter is null || Filter(clause.Filter, frame) == true);

    /// <summary>What the filter says once the stop signal has fired and the exception is its cancellation; <see langword="null"/> where that cannot be told.</summary>
    public bool? Filter(IOperation filter, Frame frame)
    {
        switch (filter.Bare())
        {
            case { ConstantValue: { HasValue: true, Value: bool constant } }:
                return constant;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return !Filter(not.Operand, frame);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } and:
                var (left, right) = (Filter(and.LeftOperand, frame), Filter(and.RightOperand, frame));
                return left == false || right == false ? false : left == true && right == true ? true : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } or:
                (left, right) = (Filter(or.LeftOperand, frame), Filter(or.RightOperand, frame));
                return left == true || right == true ? true : left == false && right == false ? false : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: bool expected } } equals:
                return Filter(equals.LeftOperand, frame) is { } value ? value == expected : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals when model.Signals.IsToken(equals.LeftOperand.Bare()?.Type) || model.Signals.IsToken(equals.RightOperand.Bare()?.Type):
                return true;
            case IIsPatternOperation pattern:
                return Matches(pattern.Pattern, pattern.Value, frame);
            case IIsTypeOperation test:
                return test.IsNegated ? !IsCancellation(test.TypeOperand) : IsCancellation(test.TypeOperand);
            case IPropertyReferenceOperation { Property.Name: "IsCancellationRequested", Instance: { } token }:
                return model.Signals.Of(token, frame).HearsStop() ? true : null;
            case IPropertyReferenceOperation { Property.GetMethod: { } getter } property when model.Bodies.Of(getter) is { } body:
                return ByBody(body, frame.Enter(body, property.Arguments));
            case IInvocationOperation call when model.Bodies.Of(call.TargetMethod) is { } body:
                return ByBody(body, frame.Enter(body, call.Arguments));
            default:
                return null;
        }
    }

    private bool? ByBody(IOperation body, Frame? frame)
        => frame is not null && Values.Returned(body).ToArray() is [var value] ? Filter(value, frame) : null;

    private bool? Matches(IPatternOperation pattern, IOperation value, Frame frame) => pattern switch
    {
        INegatedPatternOperation negated => !Matches(negated.Pattern, value, frame),
        ITypePatternOperation type => IsCancellation(type.MatchedType),
        IDeclarationPatternOperation declaration => IsCancellation(declaration.MatchedType),
        IRecursivePatternOperation { PropertySubpatterns.Length: 0 } recursive => IsCancellation(recursive.MatchedType),
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool expected } } => Filter(value, frame) is { } actual ? actual == expected : null,
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or => Either(Matches(or.LeftPattern, value, frame), Matches(or.RightPattern, value, frame)),
        IBinaryPatternOperation and => !Either(!Matches(and.LeftPattern, value, frame), !Matches(and.RightPattern, value, frame)),
        _ => null,
    };

    private static bool? Either(bool? left, bool? right) => left == true || right == true ? true : left == false && right == false ? false : null;

    // true: every cancellation is of that type; false: none is; null: TaskCanceledException, which some are.
    private bool? IsCancellation(ITypeSymbol? type)
        => model.Types.OperationCanceledException.DerivesFrom(type as INamedTypeSymbol) ? true
        : type.DerivesFrom(model.Types.OperationCanceledException) ? null
        : false;

    private bool TakesType(ITypeSymbol? caught, IOperation thrower)
    {
        if (caught is null || caught.SpecialType == SpecialType.System_Object)
        {
            return true;
        }

        if (thrower is IThrowOperation { Exception: { } exception })
        {
            return exception.Bare().Type.DerivesFrom(caught as INamedTypeSymbol);
        }

        if (model.Types.OperationCanceledException.DerivesFrom(caught as INamedTypeSymbol))
        {
            return !ArrivesWrapped(thrower) || caught.Name is "Exception" or "SystemException";
        }

        // A cancelled task that is awaited throws the derived exception; a value task, or code that checks the token, the base.
        if (caught.IsA(model.Types.TaskCanceledException))
        {
            return thrower.Type.IsA(model.Types.Task) || thrower.Type.IsA(model.Types.TaskOfT);
        }

        return ArrivesWrapped(thrower) && caught.IsA(model.Types["System.AggregateException"]);
    }

    // x.Wait() and x.Result wrap the cancellation into an AggregateException.
    private bool ArrivesWrapped(IOperation thrower) => thrower.BareParent() switch
    {
        IInvocationOperation { TargetMethod.Name: "Wait" } => true,
        IPropertyReferenceOperation { Property.Name: "Result" } => true,
        _ => thrower is IInvocationOperation { TargetMethod: { Name: "WaitAll", ContainingType: var owner } } && owner.IsA(model.Types.Task),
    };
}
