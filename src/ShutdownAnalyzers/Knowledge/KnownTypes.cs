using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Knowledge;

/// <summary>
/// The framework types that the rules speak about, looked up once per compilation. A type that the compilation does not
/// reference is <see langword="null"/>; a type of the same name that the project wrote itself is not the framework's.
/// </summary>
internal sealed class KnownTypes(Compilation compilation)
{
    private static readonly ImmutableArray<string> DeferredNames = ImmutableArray.Create(
        "System.Threading.Tasks.Task",
        "System.Threading.Tasks.Task`1",
        "System.Threading.Tasks.ValueTask",
        "System.Threading.Tasks.ValueTask`1",
        "System.Collections.Generic.IAsyncEnumerable`1",
        "System.Runtime.CompilerServices.ConfiguredTaskAwaitable",
        "System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1",
        "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable",
        "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable`1",
        "System.Runtime.CompilerServices.ConfiguredCancelableAsyncEnumerable`1");

    private readonly ConcurrentDictionary<string, INamedTypeSymbol?> found = new();

    private readonly ConcurrentDictionary<string, INamespaceSymbol?> namespaces = new();

    public INamedTypeSymbol? this[string metadataName] => found.TryGetValue(metadataName, out var known) ? known : found.GetOrAdd(metadataName, Find);

    // Lazy, as every rule is offered every call of the project and asks this of most.
    private ImmutableHashSet<ISymbol?>? deferred;

    /// <summary>Tasks, streams, and what <c>ConfigureAwait</c> makes of them: what a call throws comes with the awaiting.</summary>
    public ImmutableHashSet<ISymbol?> Deferred => deferred ??= ImmutableHashSet.CreateRange<ISymbol?>(SymbolEqualityComparer.Default, DeferredNames.Select(it => this[it]).Where(static it => it is not null));

    public INamedTypeSymbol? CancellationToken => this["System.Threading.CancellationToken"];

    public INamedTypeSymbol? CancellationTokenSource => this["System.Threading.CancellationTokenSource"];

    public INamedTypeSymbol? OperationCanceledException => this["System.OperationCanceledException"];

    public INamedTypeSymbol? TaskCanceledException => this["System.Threading.Tasks.TaskCanceledException"];

    public INamedTypeSymbol? Task => this["System.Threading.Tasks.Task"];

    public INamedTypeSymbol? TaskOfT => this["System.Threading.Tasks.Task`1"];

    public INamedTypeSymbol? ValueTask => this["System.Threading.Tasks.ValueTask"];

    public INamedTypeSymbol? ValueTaskOfT => this["System.Threading.Tasks.ValueTask`1"];

    public INamedTypeSymbol? Disposable => this["System.IDisposable"];

    public INamedTypeSymbol? AsyncDisposable => this["System.IAsyncDisposable"];

    public INamedTypeSymbol? BackgroundService => this["Microsoft.Extensions.Hosting.BackgroundService"];

    public INamedTypeSymbol? HostedService => this["Microsoft.Extensions.Hosting.IHostedService"];

    public INamedTypeSymbol? HostedLifecycleService => this["Microsoft.Extensions.Hosting.IHostedLifecycleService"];

    public INamedTypeSymbol? Host => this["Microsoft.Extensions.Hosting.IHost"];

    public INamedTypeSymbol? HostApplicationLifetime => this["Microsoft.Extensions.Hosting.IHostApplicationLifetime"];

    public INamedTypeSymbol? HttpContext => this["Microsoft.AspNetCore.Http.HttpContext"];

    public INamedTypeSymbol? WebSocket => this["System.Net.WebSockets.WebSocket"];

    public INamedTypeSymbol? ServiceCollection => this["Microsoft.Extensions.DependencyInjection.IServiceCollection"];

    /// <summary>A type that the project's configuration names: one of a reference, or the project's own.</summary>
    public INamedTypeSymbol? Configured(string metadataName) => this[metadataName] ?? compilation.Assembly.GetTypeByMetadataName(metadataName);

    // The compilation's own lookup answers null when two references define the type; then take the one this code can see.
#pragma warning disable RS0030 // this is the one place that may ask
    private INamedTypeSymbol? Find(string metadataName)
    {
        if (!HasNamespace(metadataName))
        {
            return null;
        }

        var type = compilation.GetTypeByMetadataName(metadataName)
            ?? compilation.GetTypesByMetadataName(metadataName).FirstOrDefault(it => compilation.IsSymbolAccessibleWithin(it, compilation.Assembly));
#pragma warning restore RS0030

        // A project's own type of that name is a look-alike, unless it stands in for a framework that is not referenced at all.
        return type is not null && type.ContainingAssembly.Is(compilation.Assembly) ? null : type;
    }

    // Most libraries are not referenced: asking for a type that is nowhere reads every reference.
    private bool HasNamespace(string metadataName) => Namespace(metadataName.Substring(0, metadataName.LastIndexOf('.'))) is not null;

    private INamespaceSymbol? Namespace(string name) => namespaces.GetOrAdd(name, whole =>
    {
        var dot = whole.LastIndexOf('.');
        var around = dot < 0 ? compilation.GlobalNamespace : Namespace(whole.Substring(0, dot));
        return around?.GetMembers(whole.Substring(dot + 1)).OfType<INamespaceSymbol>().FirstOrDefault();
    });
}
