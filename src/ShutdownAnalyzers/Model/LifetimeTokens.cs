namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "is this a token that lives as long as the application and tells of its stop?". Narrower than <see cref="Signals"/>:
/// a source of the project's own counts only where a hosted type cancels it when it stops. Others may live for one call.
/// </summary>
internal sealed class LifetimeTokens(ShutdownModel model)
{
    // A token that comes a longer way is not followed.
    private const int Deepest = 12;

    public bool Contains(IOperation? token) => Contains(token, Frame.Outermost);

    /// <summary>The same inside a call: parameters mean the arguments of that call.</summary>
    public bool Contains(IOperation? token, Frame frame) => Contains(token, frame, ImmutableHashSet<ISymbol>.Empty.WithComparer(SymbolEqualityComparer.Default));

    private bool Contains(IOperation? token, Frame frame, ImmutableHashSet<ISymbol> asked)
    {
        if (asked.Count > Deepest)
        {
            return false;
        }

        switch (token.Bare())
        {
            case IPropertyReferenceOperation property when model.Tokens.Of(property.Property) is { } known:
                return known.Has(Signal.Stop | Signal.Wrong);
            case IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } when model.Signals.IsSource(source.Type):
                return Source(source, frame, asked);
            case IPropertyReferenceOperation { Property.GetMethod: { } getter } property when !asked.Contains(property.Property):
                return model.Bodies.Of(getter) is { } body
                    ? Any(Values.Returned(body), frame, asked.Add(property.Property))
                    : Any(model.Values.Of(property.Property), Frame.Outermost, asked.Add(property.Property));
            case IFieldReferenceOperation field when !asked.Contains(field.Field):
                return Any(model.Values.Of(field.Field), Frame.Outermost, asked.Add(field.Field));
            case ILocalReferenceOperation local when !asked.Contains(local.Local):
                return Any(model.Values.Of(local.Local, local), frame, asked.Add(local.Local));
            case IParameterReferenceOperation { Parameter: var parameter } when !asked.Contains(parameter):
                return frame.Argument(parameter.OriginalDefinition) is { } argument
                    ? Contains(argument.Value, argument.In, asked.Add(parameter))
                    : Parameter(parameter, asked.Add(parameter));
            case IInvocationOperation { TargetMethod: var helper } call when !asked.Contains(helper) && model.Bodies.Of(helper) is { } called && frame.Enter(called, call.Arguments) is { } inside:
                return Any(Values.Returned(called), inside, asked.Add(helper));
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return Contains(choice.WhenTrue, frame, asked) || Contains(otherwise, frame, asked);
            case ICoalesceOperation coalesce:
                return Contains(coalesce.Value, frame, asked) || Contains(coalesce.WhenNull, frame, asked);
            case IConditionalAccessOperation access:
                return Contains(access.WhenNotNull, frame, asked);
            default:
                return false;
        }
    }

    // Linked with such a token, or cancelled by the hosted type that owns it.
    private bool Source(IOperation source, Frame frame, ImmutableHashSet<ISymbol> asked)
    {
        if (source.Bare() is IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } linked)
        {
            return linked.Arguments.Any(it => Contains(it.Value, frame, asked));
        }

        return source.ReferencedSymbol() is { } holder && !asked.Contains(holder) && holder switch
        {
            ILocalSymbol local => AnySource(model.Values.Of(local, source), frame, asked.Add(holder)),
            IFieldSymbol or IPropertySymbol => AnySource(model.Values.Of(holder), Frame.Outermost, asked.Add(holder))
                || (model.Contracts.IsHosted(holder.ContainingType) && model.Endings.Ends(holder, source)),
            _ => false,
        };
    }

    private bool AnySource(ImmutableArray<IOperation> values, Frame frame, ImmutableHashSet<ISymbol> asked)
        => !values.IsDefault && values.Any(it => Source(it, frame, asked));

    private bool Any(IEnumerable<IOperation> values, Frame frame, ImmutableHashSet<ISymbol> asked)
        => values is not ImmutableArray<IOperation> { IsDefault: true } && values.Any(it => Contains(it, frame, asked));

    // What all callers hand over: one with a token of another kind makes the parameter one of several kinds.
    private bool Parameter(IParameterSymbol parameter, ImmutableHashSet<ISymbol> asked)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol function)
        {
            return false;
        }

        if (model.Signals.IsToken(parameter.Type) && model.Contracts.TokenOf(function) is { } known)
        {
            return known == Signal.Stop;
        }

        var handed = model.Values.OfParameter(parameter);
        return !handed.IsDefaultOrEmpty && handed.All(it => Contains(it, Frame.Outermost, asked));
    }
}
