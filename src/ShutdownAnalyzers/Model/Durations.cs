namespace ShutdownAnalyzers.Model;

/// <summary>Reads lengths of time from the code, where they are written there.</summary>
internal static class Durations
{
    /// <summary>
    /// The time that the expression stands for: a constant number of milliseconds, <c>TimeSpan.FromX(constant)</c>, a
    /// readonly field or local with such a value; <see langword="null"/> where only the running program knows.
    /// <see cref="Timeout.InfiniteTimeSpan"/> for an infinite wait.
    /// </summary>
    public static TimeSpan? Of(IOperation? expression, ShutdownModel model, int depth = 0)
    {
        var bare = expression.Bare();
        switch (bare)
        {
            case null:
                return null;
            case { ConstantValue: { HasValue: true, Value: { } constant } } when constant is int or long or double:
                return Milliseconds(Convert.ToDouble(constant, System.Globalization.CultureInfo.InvariantCulture));
            case IFieldReferenceOperation { Field: { Name: "InfiniteTimeSpan", ContainingType: var owner } } when owner.IsA(model.Types["System.Threading.Timeout"]):
                return Timeout.InfiniteTimeSpan;
            case IFieldReferenceOperation { Field: { Name: "Zero", ContainingType: var owner } } when owner.IsA(model.Types["System.TimeSpan"]):
                return TimeSpan.Zero;
            case IFieldReferenceOperation { Field: { Name: "MaxValue", ContainingType: var owner } } when owner.IsA(model.Types["System.TimeSpan"]):
                return TimeSpan.MaxValue;
            case IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType: var owner } } factory when owner.IsA(model.Types["System.TimeSpan"]) && factory.Arguments.Length > 0
                && factory.Arguments[0].Value.ConstantValue is { HasValue: true, Value: { } count }
                && factory.Arguments.Skip(1).All(static it => it.ArgumentKind == ArgumentKind.DefaultValue):
                return Unit(factory.TargetMethod.Name) is { } unit ? Milliseconds(Convert.ToDouble(count, System.Globalization.CultureInfo.InvariantCulture) * unit.TotalMilliseconds) : null;
            case IFieldReferenceOperation { Field: { IsReadOnly: true } or { IsConst: true } } field when depth < 3 && model.Values.Of(field.Field) is { IsDefault: false, Length: 1 } values:
                return Of(values[0], model, depth + 1);
            case IPropertyReferenceOperation { Property: { SetMethod: null, DeclaringSyntaxReferences.Length: > 0, IsVirtual: false } } property when depth < 3 && model.Values.Of(property.Property) is { IsDefault: false, Length: 1 } values:
                return Of(values[0], model, depth + 1);
            case ILocalReferenceOperation local when depth < 3 && model.Values.Of(local.Local, local) is { IsDefault: false, Length: 1 } values:
                return Of(values[0], model, depth + 1);
            default:
                return null;
        }
    }

    private static TimeSpan? Unit(string factory) => factory switch
    {
        "FromMilliseconds" => TimeSpan.FromMilliseconds(1),
        "FromSeconds" => TimeSpan.FromSeconds(1),
        "FromMinutes" => TimeSpan.FromMinutes(1),
        "FromHours" => TimeSpan.FromHours(1),
        "FromDays" => TimeSpan.FromDays(1),
        _ => null,
    };

    private static TimeSpan Milliseconds(double count)
        => count < 0 ? Timeout.InfiniteTimeSpan : count > TimeSpan.MaxValue.TotalMilliseconds - 1 ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(count);
}
