using System.Text.RegularExpressions;

namespace ShutdownAnalyzers.Package.Tests;

/// <summary>
/// A web project that uses the package, with the files of the folder Consumer: whoever adds a file there, with the id of the
/// rule in a comment on each line that is reported, has added a case to every test.
/// </summary>
internal sealed partial class Consumer
{
    private readonly DirectoryInfo folder;

    public Consumer(DirectoryInfo folder, string version)
    {
        this.folder = folder;
        foreach (var file in Sources)
        {
            Write(Path.GetFileName(file), File.ReadAllText(file));
        }

        Write("Consumer.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ShutdownAnalyzers" Version="{version}" PrivateAssets="all" />
              </ItemGroup>
            </Project>
            """);
    }

    /// <summary>What the default build warns of, as <c>File.cs(line) id</c>.</summary>
    public static IReadOnlyList<string> Expected { get; } =
    [
        .. Sources.SelectMany(static file => File.ReadLines(file).Index()
            .SelectMany(line => Mark().Matches(line.Item).Select(mark => $"{Path.GetFileName(file)}({line.Index + 1}) {mark.Value}")))
            .Order(StringComparer.Ordinal),
    ];

    private static string[] Sources => Directory.GetFiles(Path.Combine(PackedProduct.Repository, "tests", "ShutdownAnalyzers.Package.Tests", "Consumer"), "*.cs");

    public Task<Run> BuildAsync(params string[] arguments) => Dotnet.RunAsync(folder.FullName, ["build", "-tl:off", .. arguments]);

    /// <summary>The project as it is checked out and restored, then repaired by every fix that has one.</summary>
    public async Task<Run> FormatAsync()
    {
        (await Dotnet.RunAsync(folder.FullName, "restore")).Succeeded();
        return await Dotnet.RunAsync(folder.FullName, "format", "analyzers", "--no-restore", "--severity", "warn");
    }

    /// <summary>What a build said of this severity, as <c>File.cs(line) id</c>.</summary>
    public static string[] Said(Run build, string severity)
        => [.. Message().Matches(build.Output)
            .Where(it => it.Groups["severity"].Value == severity)
            .Select(static it => $"{it.Groups["file"].Value}({it.Groups["line"].Value}) {it.Groups["id"].Value}")
            .Distinct()
            .Order(StringComparer.Ordinal)];

    public string Read(string file) => File.ReadAllText(Path.Combine(folder.FullName, file));

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(folder.FullName, file), text);

    /// <summary>Every comment of the project's code, with its file, in a fixed order.</summary>
    public IEnumerable<string> Comments
        => Sources.Select(static file => Path.GetFileName(file)).SelectMany(file => Comment().Matches(Read(file)).Select(it => $"{file}: {it.Value.Trim()}")).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(?<=//.*)\bSHUT\d{3}\b")]
    private static partial Regex Mark();

    [GeneratedRegex(@"(?<file>[\w-]+\.cs)\((?<line>\d+),\d+\): (?<severity>warning|error) (?<id>[A-Z]+\d+):")]
    private static partial Regex Message();

    [GeneratedRegex(@"//[^\r\n]*|/\*[\s\S]*?\*/")]
    private static partial Regex Comment();
}
