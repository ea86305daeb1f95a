using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "what makes this token fire?". Follows parameters to their callers, fields and properties to what is assigned,
/// locals, captures, linked sources, helpers that return tokens, and objects that carry one. Where it cannot tell it says
/// <see cref="Signal.Unknown"/>, and the rules stay silent.
/// </summary>
internal sealed partial class Signals(ShutdownModel model)
{
    private readonly ConcurrentDictionary<IOperation, Signal> known = new();
    private readonly ConcurrentDictionary<IOperation, Signal> carried = new();
    private readonly ConcurrentDictionary<ISymbol, Signal> ofSymbols = new(SymbolEqualityComparer.Default);

    /// <summary>What makes the token, or the source of tokens, that this expression yields fire.</summary>
    public Signal Of(IOperation? expression) => expression is null ? Signal.None : known.GetOrAdd(expression, it => Of(it, Frame.Outermost));

    /// <summary>The same inside a call: parameters mean the arguments of that call.</summary>
    public Signal Of(IOperation? expression, Frame frame)
        => frame == Frame.Outermost && expression.Bare() is IParameterReferenceOperation parameter && !IsSource(parameter.Type)
            ? Of(parameter.Parameter)
            : new Query(model, this).Token(expression, frame);

    /// <summary>What reaches the value of this expression by way of tokens inside it: options, closures, enumerables made with a token.</summary>
    public Signal CarriedBy(IOperation? expression, Frame frame)
        => expression is not null && frame == Frame.Outermost ? carried.GetOrAdd(expression, it => new Query(model, this).Carried(it, Frame.Outermost)) : new Query(model, this).Carried(expression, frame);

    /// <summary>All tokens that the call hands over, and those its receiver was made with.</summary>
    public Signal CarriedByArguments(IInvocationOperation call)
    {
        var signal = CarriedBy(call.Receiver(), Frame.Outermost);
        foreach (var argument in call.Arguments)
        {
            signal |= argument.Value.Bare() is IAnonymousFunctionOperation or IMethodReferenceOperation ? Signal.None : CarriedBy(argument.Value, Frame.Outermost);
        }

        return signal;
    }

    /// <summary>What the parameter stands for in all its callers together.</summary>
    public Signal Of(IParameterSymbol parameter)
        => ofSymbols.GetOrAdd(parameter.OriginalDefinition, it => new Query(model, this).Parameter((IParameterSymbol)it));

    /// <summary>What the token or source in this field or property means.</summary>
    public Signal OfMember(ISymbol fieldOrProperty)
        => ofSymbols.GetOrAdd(fieldOrProperty.OriginalDefinition, it => new Query(model, this).Member(it));

    public bool IsToken(ITypeSymbol? type) => type.IsA(model.Types.CancellationToken) || IsNullableToken(type);

    public bool IsSource(ITypeSymbol? type) => type.DerivesFrom(model.Types.CancellationTokenSource);

    private bool IsNullableToken(ITypeSymbol? type)
        => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } && inner.IsA(model.Types.CancellationToken);
}
