namespace ShutdownAnalyzers.Editing;

/// <summary>Stop signals that the callers of a function hand over in a parameter that it gets for that.</summary>
internal sealed class ThreadedSignals(ShutdownModel model)
{
    private const string Token = "global::System.Threading.CancellationToken";

    // The functions that get the parameter, with its name: what they contain has the signal in reach.
    private ImmutableDictionary<IMethodSymbol, string> threaded = ImmutableDictionary.Create<IMethodSymbol, string>(SymbolEqualityComparer.Default);

    /// <summary>The new parameter, where the node is in a function that gets one.</summary>
    public StopSignal? At(SyntaxNode at)
        => CapturingFunctions(at).Select(it => threaded.TryGetValue(it.Symbol, out var name) ? new StopSignal(name, []) : null).FirstOrDefault(static it => it is not null);

    /// <summary>
    /// A parameter of the function around the node, where the signature is the project's own to change and
    /// <paramref name="supply"/> has a signal for each of its callers.
    /// </summary>
    public StopSignal? Through(SyntaxNode at, Func<SyntaxNode, StopSignal?> supply)
    {
        if (CapturingFunctions(at).LastOrDefault() is not { Symbol: { } function, Syntax: { } syntax }
            || threaded.ContainsKey(function)
            || Callers.Of(function, model) is not { } callers)
        {
            return null;
        }

        var semantics = model.Bodies.Semantics(syntax.SyntaxTree);
        var name = semantics.FreshName(at.SpanStart, model.Contracts.IsHosted(function.ContainingType) ? "stoppingToken" : "cancellationToken");
        var before = threaded;
        threaded = threaded.Add(function, name);

        var supports = ImmutableArray.CreateBuilder<Support>();
        foreach (var call in callers)
        {
            if (supply(call.Syntax) is not { } signal)
            {
                // With it go the parameters that were planned for its callers.
                threaded = before;
                return null;
            }

            var place = Parameters.PlaceIn(call.TargetMethod);
            supports.AddRange(signal.Supports);
            supports.Add(new Support("argument " + name, call.Syntax, editor => editor.AddArgument(call.Syntax, place, name, signal.Token)));
        }

        foreach (var declaration in function.DeclaringSyntaxReferences.Concat(function.PartialImplementationPart?.DeclaringSyntaxReferences ?? []).Select(static it => it.GetSyntax()))
        {
            var attribute = function.IsAsync && function.ReturnType.IsA(model.Types["System.Collections.Generic.IAsyncEnumerable`1"])
                ? "global::System.Runtime.CompilerServices.EnumeratorCancellation"
                : null;
            supports.Add(new Support("parameter " + name, declaration, editor => editor.AddParameter(declaration, Token, name, attribute)));
        }

        return new StopSignal(name, supports.ToImmutable());
    }

    // The functions whose parameters code at the node can name, innermost first: lambdas and local functions see those around
    // them, up to a static one.
    private IEnumerable<(IMethodSymbol Symbol, SyntaxNode Syntax)> CapturingFunctions(SyntaxNode at)
    {
        var semantics = model.Bodies.Semantics(at.SyntaxTree);
        for (var function = at.FunctionAround(); function is not null; function = function.Parent?.FunctionAround())
        {
            if (semantics.SymbolOf(function) is { } symbol)
            {
                yield return (symbol, function);
            }

            if (Functions.IsStatic(function))
            {
                yield break;
            }
        }
    }
}
