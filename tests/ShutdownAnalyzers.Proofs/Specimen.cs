using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ShutdownAnalyzers.Proofs;

/// <summary>A program as a document of a project, compiled in process: nothing is restored, nothing else is started.</summary>
internal sealed record Specimen(Document Document)
{
    private const string PackagesMarker = "/packs/";

    /// <summary>The names of all hazards there are.</summary>
    public static IEnumerable<string> Hazards => typeof(Specimen).Assembly.GetManifestResourceNames();

    /// <summary>The hazard of this name.</summary>
    public static Specimen Load(string hazard)
    {
        using var stream = typeof(Specimen).Assembly.GetManifestResourceStream(hazard)
            ?? throw new ProofException($"there is no Hazards/{hazard}.cs");
        return Of($"{hazard}.cs", SourceText.From(stream));
    }

    /// <summary>Any other program.</summary>
    public static Specimen Of(string file, SourceText source)
    {
        var rules = Product.Rows.ToDictionary(row => row.Rule.Id, _ => ReportDiagnostic.Warn);
        var project = new AdhocWorkspace().CurrentSolution
            .AddProject("program", "program", LanguageNames.CSharp)
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Latest))
            .WithCompilationOptions(new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable,
                specificDiagnosticOptions: rules))
            .WithMetadataReferences(Host.References)
            .AddDocument("Usings.cs", Host.Usings).Project;
        return new Specimen(project.AddDocument(file, source));
    }

    public async Task<Compilation> CompileAsync(CancellationToken cancellation)
    {
        var compilation = await Document.Project.GetCompilationAsync(cancellation) ?? throw new ProofException("no compilation");
        var errors = compilation.GetDiagnostics(cancellation).Where(it => it.Severity == DiagnosticSeverity.Error).ToImmutableArray();
        return errors.IsEmpty
            ? compilation
            : throw new ProofException($"{string.Join('\n', errors)}\n{await Document.GetTextAsync(cancellation)}");
    }

    /// <summary>Writes a program that <c>dotnet program.dll</c> runs on the frameworks of this process.</summary>
    public async Task<string> EmitAsync(string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var program = Path.Combine(folder, "program.dll");
        var result = (await CompileAsync(cancellation)).Emit(program, cancellationToken: cancellation);
        if (!result.Success)
        {
            throw new ProofException(string.Join('\n', result.Diagnostics));
        }

        var version = Path.GetFileName(RuntimeEnvironment.GetRuntimeDirectory().TrimEnd(Path.DirectorySeparatorChar));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "program.runtimeconfig.json"),
            JsonSerializer.Serialize(new
            {
                runtimeOptions = new
                {
                    tfm = $"net{Environment.Version.Major}.0",
                    rollForward = "LatestPatch",
                    frameworks = new[]
                    {
                        new { name = "Microsoft.NETCore.App", version },
                        new { name = "Microsoft.AspNetCore.App", version = $"{Environment.Version.Major}.0.0" },
                    },
                },
            }),
            cancellation);
        foreach (var package in Packages)
        {
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(package)), package);
        }

        return program;
    }

    // Assemblies of packages are what runs; those of the framework's packs are not: the runtime brings its own.
    private static IEnumerable<string> Packages => Host.References
        .Select(it => it.Display!)
        .Where(it => !it.Replace('\\', '/').Contains(PackagesMarker, StringComparison.Ordinal));
}
