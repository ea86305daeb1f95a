using System.Reflection;

namespace ShutdownAnalyzers.Benchmarks;

/// <summary>An analyzer package, with the analyzers that a build with it runs.</summary>
internal sealed record Package(string Name, string Version, ImmutableArray<DiagnosticAnalyzer> Analyzers)
{
    public static readonly Package Ours = new(
        "ShutdownAnalyzers",
        typeof(ShutdownAnalyzer).Assembly.GetName().Version!.ToString(3),
        AnalyzersIn(typeof(ShutdownAnalyzer).Assembly.Location, new HostLoader()));

    /// <summary>The packages that ours is measured beside. Building lists their files.</summary>
    public static readonly ImmutableArray<Package> Peers = [.. File.ReadAllLines(Metadata("Peers"))
        .Select(static line => line.Split('|'))
        .GroupBy(static parts => (Id: parts[0], Version: parts[1]), static parts => parts[2])
        .Select(static files => new Package(files.Key.Id, files.Key.Version, [.. files.SelectMany(file => AnalyzersIn(file, new PackageLoader(files)))]))];

    private static ImmutableArray<DiagnosticAnalyzer> AnalyzersIn(string path, IAnalyzerAssemblyLoader loader)
        => new AnalyzerFileReference(path, loader).GetAnalyzers(LanguageNames.CSharp);

    private static string Metadata(string key)
        => typeof(Package).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == key).Value!;
}
