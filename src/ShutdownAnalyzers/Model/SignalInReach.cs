using Microsoft.CodeAnalysis.CSharp;

namespace ShutdownAnalyzers.Model;

/// <summary>A stop signal that code at some position can name.</summary>
/// <param name="Symbol">The parameter, local, field or property that holds it.</param>
/// <param name="Expression">How the code names it.</param>
/// <param name="Signal">What makes it fire.</param>
internal sealed record SignalInReach(ISymbol Symbol, string Expression, Signal Signal)
{
    public string Name => Expression;

    /// <summary>
    /// The nearest stop signal at the operation: a parameter of the function or of one around it, then a local, then a token or
    /// source of the type, then a lifetime. <see langword="null"/> where none can be named.
    /// </summary>
    public static SignalInReach? At(ShutdownModel model, IOperation operation)
    {
        var position = operation.Syntax.SpanStart;
        var semantics = model.Bodies.Semantics(operation.Syntax.SyntaxTree);
        var candidates = semantics.LookupSymbols(position);

        return Parameters(model, operation, candidates)
            ?? Locals(model, operation, candidates)
            ?? Members(model, operation, candidates);
    }

    private static SignalInReach? Parameters(ShutdownModel model, IOperation operation, ImmutableArray<ISymbol> visible)
    {
        for (var function = operation.EnclosingFunction(); ; function = function.Parent.EnclosingFunction())
        {
            foreach (var parameter in model.Bodies.FunctionOf(function)?.Parameters ?? [])
            {
                if (model.Signals.IsToken(parameter.Type) && visible.Contains(parameter, SymbolEqualityComparer.Default) && Stops(model.Signals.Of(parameter)))
                {
                    return new SignalInReach(parameter, Escape(parameter.Name), model.Signals.Of(parameter));
                }
            }

            // A static lambda cannot name what is around it; the look-up above knows.
            if (function.Parent is null)
            {
                return null;
            }
        }
    }

    private static SignalInReach? Locals(ShutdownModel model, IOperation operation, ImmutableArray<ISymbol> visible)
    {
        foreach (var declarator in operation.Root().Descendants().OfType<IVariableDeclaratorOperation>())
        {
            if (declarator.Symbol is { } local
                && (model.Signals.IsToken(local.Type) || model.Signals.IsSource(local.Type))
                && declarator.Syntax.Span.End < operation.Syntax.SpanStart
                && visible.Contains(local, SymbolEqualityComparer.Default)
                && declarator.GetVariableInitializer() is { Value: { } value })
            {
                var signal = model.Signals.IsSource(local.Type) ? model.Signals.Of(value) | model.Sources.CancelledBy(local, operation) : model.Signals.Of(value);
                if (Stops(signal))
                {
                    return new SignalInReach(local, Escape(local.Name) + (model.Signals.IsSource(local.Type) ? ".Token" : string.Empty), signal);
                }
            }
        }

        return null;
    }

    private static SignalInReach? Members(ShutdownModel model, IOperation operation, ImmutableArray<ISymbol> visible)
    {
        var isStatic = IsStatic(model, operation);
        foreach (var member in visible)
        {
            var type = member switch
            {
                IFieldSymbol { IsImplicitlyDeclared: false } field => field.Type,
                IPropertySymbol { Parameters.Length: 0 } property => property.Type,
                IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter => parameter.Type,
                _ => null,
            };
            if (type is null || (isStatic && !member.IsStatic) || member.DeclaringSyntaxReferences.Length == 0)
            {
                continue;
            }

            if (type.IsA(model.Types.HostApplicationLifetime))
            {
                return new SignalInReach(member, Escape(member.Name) + ".ApplicationStopping", Signal.Stop);
            }

            if (member is not IParameterSymbol && (model.Signals.IsToken(type) || model.Signals.IsSource(type)))
            {
                var signal = model.Signals.OfMember(member);
                if (signal.Has(Signal.Stop) && !signal.Has(Signal.Unknown))
                {
                    return new SignalInReach(member, Escape(member.Name) + (model.Signals.IsSource(type) ? ".Token" : string.Empty), signal);
                }
            }
        }

        return null;
    }

    private static bool IsStatic(ShutdownModel model, IOperation operation)
    {
        for (ISymbol? it = model.Bodies.FunctionAround(operation); it is not null and not INamedTypeSymbol; it = it.ContainingSymbol)
        {
            if (it.IsStatic)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Stops(Signal signal) => signal.IsStop() && !signal.Has(Signal.Unknown | Signal.Timed | Signal.Deadline | Signal.Request);

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
