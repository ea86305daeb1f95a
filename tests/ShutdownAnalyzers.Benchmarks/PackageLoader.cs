using System.Reflection;
using System.Runtime.Loader;

namespace ShutdownAnalyzers.Benchmarks;

/// <summary>Loads a package's assemblies apart from those of other packages, as the compiler does.</summary>
internal sealed class PackageLoader(IEnumerable<string> files) : AssemblyLoadContext, IAnalyzerAssemblyLoader
{
    public void AddDependencyLocation(string fullPath)
    {
    }

    public Assembly LoadFromPath(string fullPath) => LoadFromAssemblyPath(fullPath);

    // The compiler's own assemblies are shared with the host: else its types would not be the analyzers'.
    protected override Assembly? Load(AssemblyName assemblyName)
        => files.FirstOrDefault(it => Path.GetFileNameWithoutExtension(it) == assemblyName.Name) is { } path ? LoadFromAssemblyPath(path) : null;
}

/// <summary>Takes what this program references itself.</summary>
internal sealed class HostLoader : IAnalyzerAssemblyLoader
{
    public void AddDependencyLocation(string fullPath)
    {
    }

    public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
}
