using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Model;

/// <summary>What the project tells the container: which types live as long as the application, and which instances it was handed.</summary>
internal sealed class Registrations(Compilation compilation, KnownTypes types, Bodies bodies, Creations creations)
{
    private static readonly string[] SingletonMethods =
    [
        "AddSingleton", "TryAddSingleton", "AddKeyedSingleton", "TryAddKeyedSingleton", "AddActivatedSingleton", "AddHostedService", "Singleton", "KeyedSingleton",
    ];

    private static readonly string[] ShortLivedMethods = ["AddScoped", "TryAddScoped", "AddKeyedScoped", "AddTransient", "TryAddTransient", "AddKeyedTransient", "Scoped", "Transient"];

    /// <summary>The names of all methods that take an instance which the container will hand out.</summary>
    public static readonly HashSet<string> InstanceTakers =
    [
        "AddSingleton", "TryAddSingleton", "AddKeyedSingleton", "TryAddKeyedSingleton", "Singleton", "KeyedSingleton", "Describe", "AddProvider",
    ];

    private readonly Lazy<ImmutableHashSet<ISymbol>> singletons = new(() => Collect(SingletonMethods, compilation, types, bodies, creations));
    private readonly Lazy<ImmutableHashSet<ISymbol>> shortLived = new(() => Collect(ShortLivedMethods, compilation, types, bodies, creations));

    /// <summary>The container keeps one instance of the type as long as the application runs, or the host runs it.</summary>
    public bool IsSingleton(INamedTypeSymbol type) => type.DerivesFrom(types.HostedService) || singletons.Value.Contains(type.OriginalDefinition);

    /// <summary>The container creates an instance for each scope or for each who asks.</summary>
    public bool IsShortLived(INamedTypeSymbol type) => shortLived.Value.Contains(type.OriginalDefinition);

    /// <summary>The method takes an instance that the container will hand out and never dispose, because it did not create it.</summary>
    public static bool TakesInstance(IMethodSymbol method, KnownTypes types) => method.Parameters.Any(it => TakesInstance(it, method, types));

    /// <summary>The parameter takes such an instance.</summary>
    public static bool TakesInstance(IParameterSymbol parameter, IMethodSymbol method, KnownTypes types)
        => parameter.Name is "implementationInstance" or "instance" or "provider"
        && (method.ContainingType.IsA(types["Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions"])
            || method.ContainingType.IsA(types["Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions"])
            || method.ContainingType.IsA(types["Microsoft.Extensions.DependencyInjection.ServiceDescriptor"])
            || (method is { Name: "AddProvider", DeclaringSyntaxReferences: [], Parameters: [{ Type: var builder }, ..] } && builder.IsA(types["Microsoft.Extensions.Logging.ILoggingBuilder"])));

    private static ImmutableHashSet<ISymbol> Collect(string[] methods, Compilation compilation, KnownTypes types, Bodies bodies, Creations creations)
    {
        var found = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var name in methods.SelectMany(it => SyntaxIndex.Uses(tree, it)))
            {
                if (name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } syntax
                    && bodies.OperationOf(syntax).Bare() is IInvocationOperation call
                    && IsRegistration(call.TargetMethod, types))
                {
                    found.UnionWith(Implementations(call, creations).OfType<INamedTypeSymbol>().Select(static it => it.OriginalDefinition));
                }
            }
        }

        return found.ToImmutable();
    }

    private static bool IsRegistration(IMethodSymbol method, KnownTypes types)
        => method.ContainingType.IsA(types["Microsoft.Extensions.DependencyInjection.ServiceDescriptor"])
        || (method.Parameters.Length > 0 && method.Parameters[0].Type.DerivesFrom(types.ServiceCollection));

    // AddSingleton<X>(), AddSingleton<I, X>(), AddSingleton(typeof(I), typeof(X)), AddSingleton<I>(_ => new X()), AddSingleton<I>(new X())
    private static IEnumerable<ITypeSymbol?> Implementations(IInvocationOperation call, Creations creations)
        => call.TargetMethod.TypeArguments
            .Concat(call.Arguments.SelectMany(it => it.Value.Bare() switch
            {
                ITypeOfOperation type => [type.TypeOperand],
                IAnonymousFunctionOperation factory => factory.OwnDescendantsAndSelf().OfType<IReturnOperation>().Select(result => creations.CreatedBy(result.ReturnedValue)),
                var value => [creations.CreatedBy(value)],
            }));
}
