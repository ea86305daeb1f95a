namespace ShutdownAnalyzers.Knowledge;

/// <summary>Which assemblies are the runtime's and the frameworks' own: what is handed to them they use as documented, and nothing else.</summary>
internal sealed class Frameworks(KnownTypes types)
{
    private readonly Lazy<ImmutableArray<ImmutableArray<byte>>> keys = new(() => new[] { types["System.Object"], types["System.Threading.Channels.Channel"], types.HttpContext, types.Host }
        .Select(static it => it?.ContainingAssembly.Identity.PublicKeyToken ?? default)
        .Where(static it => !it.IsDefaultOrEmpty)
        .ToImmutableArray());

    public bool Contains(IAssemblySymbol? assembly)
        => assembly is not null && keys.Value.Any(key => key.SequenceEqual(assembly.Identity.PublicKeyToken));
}
