namespace ShutdownAnalyzers.Model;

/// <summary>Answers "what does this condition say when one expression in it has that constant value?".</summary>
internal static class Answers
{
    /// <summary><see langword="null"/> where other things decide, too.</summary>
    public static bool? Of(IOperation condition, IOperation asked, object? value)
    {
        switch (condition.Bare())
        {
            case { } it when it == asked:
                return value as bool?;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return !Of(not.Operand, asked, value);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } and:
                var (left, right) = (Of(and.LeftOperand, asked, value), Of(and.RightOperand, asked, value));
                return left == false || right == false ? false : left & right;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } or:
                (left, right) = (Of(or.LeftOperand, asked, value), Of(or.RightOperand, asked, value));
                return left == true || right == true ? true : left | right;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } equals:
                return Other(equals, asked) is { HasValue: true } other ? Equals(other.Value, value) == (equals.OperatorKind == BinaryOperatorKind.Equals) : null;
            case IPropertyReferenceOperation { Property: { Name: "HasValue", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } } has when has.Instance.Bare() == asked:
                return value is not null;
            case IIsPatternOperation test when test.Value.Bare() == asked:
                return Matches(test.Pattern, value);
            case IIsTypeOperation test when test.ValueOperand.Bare() == asked && value is null:
                return test.IsNegated;
            default:
                return null;
        }
    }

    // The constant that the expression is compared with.
    private static Optional<object?> Other(IBinaryOperation equals, IOperation asked)
        => equals.LeftOperand.Bare() == asked ? equals.RightOperand.Bare().ConstantValue
            : equals.RightOperand.Bare() == asked ? equals.LeftOperand.Bare().ConstantValue
            : default;

    private static bool? Matches(IPatternOperation pattern, object? value) => pattern switch
    {
        INegatedPatternOperation negated => !Matches(negated.Pattern, value),
        IConstantPatternOperation { Value: var constant } => constant.Bare().ConstantValue is { HasValue: true } expected ? Equals(expected.Value, value) : null,
        IDeclarationPatternOperation { MatchesNull: true } or IDiscardPatternOperation => true,
        IDeclarationPatternOperation or IRecursivePatternOperation or ITypePatternOperation when value is null => false,
        IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } => true,
        _ => null,
    };
}
