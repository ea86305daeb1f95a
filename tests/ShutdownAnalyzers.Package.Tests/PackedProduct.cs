using System.IO.Compression;
using System.Reflection;
using ShutdownAnalyzers.Package.Tests;

[assembly: AssemblyFixture(typeof(PackedProduct))]

namespace ShutdownAnalyzers.Package.Tests;

/// <summary>The package, packed once under a version of its own and put into a feed that is a folder outside the repository.</summary>
public sealed class PackedProduct : IAsyncLifetime
{
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("ShutdownAnalyzers.");

    public static string Repository { get; } = Metadata("Repository");

    public string Version { get; } = $"0.0.1-test.{DateTime.UtcNow:yyyyMMddHHmmssfff}";

    internal string File => Path.Combine(home.FullName, "feed", $"ShutdownAnalyzers.{Version}.nupkg");

    public static string Metadata(string key)
        => typeof(PackedProduct).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(it => it.Key == key).Value!;

    public async ValueTask InitializeAsync()
    {
        // The dlls are those that were built with these tests; only the package's version differs.
        var pack = await Dotnet.RunAsync(Repository, "pack", "src/ShutdownAnalyzers.Package", "--no-build", "-c", Metadata("Configuration"),
            "-o", Path.GetDirectoryName(File)!, $"-p:PackageVersion={Version}");
        pack.Succeeded();

        // The machine's own sources stay: they have the framework's packages where the SDK does not bring them.
        await System.IO.File.WriteAllTextAsync(Path.Combine(home.FullName, "nuget.config"),
            """
            <configuration>
              <packageSources>
                <add key="packed" value="feed" />
              </packageSources>
              <config>
                <add key="globalPackagesFolder" value="packages" />
              </config>
            </configuration>
            """);
    }

    public ZipArchive Open() => ZipFile.OpenRead(File);

    /// <summary>A fresh project that references the package.</summary>
    internal Consumer NewConsumer() => new(home.CreateSubdirectory("consumer-" + Guid.NewGuid().ToString("N")[..8]), Version);

    public ValueTask DisposeAsync()
    {
        home.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
