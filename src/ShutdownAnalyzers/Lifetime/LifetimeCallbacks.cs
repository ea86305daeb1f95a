using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Lifetime;

/// <summary>A delegate that runs when a token of the application's lifetime, or another stop signal, fires.</summary>
/// <param name="Delegate">The lambda, method group or variable that is registered.</param>
/// <param name="Token">What the code calls the token.</param>
/// <param name="AtStart">The token fires when the application has started.</param>
internal readonly record struct LifetimeCallback(IOperation Delegate, string Token, bool AtStart);

/// <summary>Finds the delegates that are registered on the tokens of the lifetime, here or by a helper that is handed them.</summary>
internal sealed class LifetimeCallbacks(ShutdownModel model)
{
    private const int Deepest = 5;

    // The registrations in each helper, so that not every call of it reads its body again.
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IInvocationOperation>> candidates = new(SymbolEqualityComparer.Default);

    /// <summary>The callbacks that this call registers, or hands to a helper of the project that does.</summary>
    public IEnumerable<LifetimeCallback> In(IInvocationOperation call) => In(call, Frame.Outermost, 0);

    private IEnumerable<LifetimeCallback> In(IInvocationOperation call, Frame frame, int depth)
    {
        if (IsRegistration(call))
        {
            // A parameter is judged where the callers fill it in.
            return call.Arguments[0].Value is { } callback && (depth > 0 || callback.Bare() is not IParameterReferenceOperation) && Event(call.Instance, frame) is { } token
                ? [new LifetimeCallback(callback, token.Name, token.AtStart)]
                : [];
        }

        if (depth == Deepest
            || !call.Arguments.Any(static it => IsAction(it.Parameter?.Type))
            || model.Bodies.Of(call.TargetMethod) is not { } body
            || Candidates(call.TargetMethod.OriginalDefinition, body) is not { IsEmpty: false } inner
            || frame.Enter(body, call.Arguments) is not { } inside)
        {
            return [];
        }

        return inner
            .SelectMany(it => In(it, inside, depth + 1))
            .SelectMany(found => call.Arguments
                .Where(it => IsAction(it.Parameter?.Type) && Runs(found.Delegate, it.Parameter!))
                .Select(it => found with { Delegate = it.Value }));
    }

    private ImmutableArray<IInvocationOperation> Candidates(IMethodSymbol helper, IOperation body)
        => candidates.GetOrAdd(helper, _ => [.. body.DescendantsAndSelf().OfType<IInvocationOperation>()
            .Where(it => IsRegistration(it) || (it.TargetMethod.DeclaringSyntaxReferences.Length > 0 && it.Arguments.Any(static argument => IsAction(argument.Parameter?.Type))))]);

    private bool IsRegistration(IInvocationOperation call)
        => call.TargetMethod.Name is "Register" or "UnsafeRegister" && call.TargetMethod.ContainingType.IsA(model.Types.CancellationToken);

    // The registered delegate is the parameter, or calls it.
    private static bool Runs(IOperation registered, IParameterSymbol parameter)
        => registered.DescendantsAndSelf().OfType<IParameterReferenceOperation>().Any(it => it.Parameter.Is(parameter.OriginalDefinition));

    private static bool IsAction(ITypeSymbol? type) => type is INamedTypeSymbol { DelegateInvokeMethod.ReturnsVoid: true };

    private (string Name, bool AtStart)? Event(IOperation? token, Frame frame)
    {
        if (!model.LifetimeTokens.Contains(token, frame))
        {
            return null;
        }

        var name = token.ReferencedSymbol()?.Name ?? "the token";
        return (name, AtStart: name == "ApplicationStarted");
    }
}
