using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "are objects of this type disposed when the application begins to stop?". The container and <c>using</c> dispose when the
/// host has waited for its workers; a callback on the signal, or a stop method before it calls its base, is in time to wake them.
/// </summary>
internal sealed class TimelyDisposals(ShutdownModel model)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> known = new(SymbolEqualityComparer.Default);

    public bool Contains(INamedTypeSymbol type) => known.GetOrAdd(type.OriginalDefinition, it => Contains(it, new HashSet<ISymbol>(SymbolEqualityComparer.Default)));

    private bool Contains(INamedTypeSymbol type, HashSet<ISymbol> asked)
        => asked.Add(type)
        && (type.GetMembers().OfType<IMethodSymbol>().Where(model.Contracts.IsDispose).Any(it => IsCalledInTime(it, type, asked)) || type.InstanceConstructors.Any(IsHandedToTheSignal));

    private bool IsCalledInTime(IMethodSymbol dispose, INamedTypeSymbol type, HashSet<ISymbol> asked)
        => model.References.To(dispose) is { IsDefault: false } references && references.Any(it => IsOn(type, it) && model.Endings.RunsAtStop(it) && IsInTime(it, asked));

    // Whoever disposes of some IDisposable need not mean this one.
    private static bool IsOn(INamedTypeSymbol type, IOperation reference)
        => ((reference.Bare() as IInvocationOperation)?.Instance ?? (reference.Bare() as IMethodReferenceOperation)?.Instance)?.Type is INamedTypeSymbol receiver
        && receiver.DeclaringSyntaxReferences.Length > 0 && type.DerivesFrom(receiver.OriginalDefinition);

    private bool IsInTime(IOperation call, HashSet<ISymbol> asked)
        => model.Bodies.FunctionAround(call) is { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } function && model.Contracts.IsDispose(function)
            ? Contains(function.ContainingType.OriginalDefinition, asked)
            : !model.Endings.ComesTooLate(call);

    // token.Register(static it => ((IDisposable)it!).Dispose(), port)
    private bool IsHandedToTheSignal(IMethodSymbol constructor)
        => model.References.To(constructor) is { IsDefault: false } creations
        && creations.SelectMany(it => model.Uses.Of(it).Operations(UseKind.Passed))
            .Any(it => it is IInvocationOperation { TargetMethod: { Name: "Register" or "UnsafeRegister", ContainingType: var owner } } && owner.IsA(model.Types.CancellationToken));
}
