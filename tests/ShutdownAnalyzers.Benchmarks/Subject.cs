using ShutdownAnalyzers.Benchmarks.Generation;

namespace ShutdownAnalyzers.Benchmarks;

/// <summary>The generated solution as compilations: made once, and bound afresh by every run.</summary>
internal static class Subject
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.ConsoleApplication,
        nullableContextOptions: NullableContextOptions.Enable,
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]);

    private static readonly ImmutableArray<CSharpCompilation> Projects = [.. Solution.Files.Select(Compile)];

    /// <summary>What was measured, in one line. It also holds the solution to what it promises.</summary>
    public static string Describe()
    {
        var files = Solution.Files.SelectMany(static it => it).ToArray();
        var lines = files.Sum(static it => it.Text.Count(static c => c == '\n') + 1);
        var types = Projects.Sum(static it => TypesIn(it.Assembly.GlobalNamespace));
        var served = files.Count(static it => it.IsServed);
        var errors = Projects.SelectMany(static it => it.GetDiagnostics()).Where(static it => it.Severity == DiagnosticSeverity.Error).Take(3).ToArray();
        return lines < 100_000 || errors is not [] || Math.Abs((types / (double)served) - 10) > 1
            ? throw new InvalidOperationException($"{lines} lines, {served} of {types} types served: {string.Join<Diagnostic>(", ", errors)}")
            : $"{Projects.Length} projects, {files.Length:N0} files, {lines:N0} lines, {types:N0} types, {served} of them hosted services or endpoints";
    }

    /// <summary>What a compiler does without analyzers: parse, bind, emit.</summary>
    public static Task CompileAsync()
    {
        foreach (var files in Solution.Files)
        {
            using var image = new MemoryStream();
            Compile(files).Emit(image);
        }

        return Task.CompletedTask;
    }

    /// <summary>Only the binding, which analyzing does as well.</summary>
    public static Task BindAsync()
    {
        foreach (var project in Projects)
        {
            project.Clone().GetDiagnostics();
        }

        return Task.CompletedTask;
    }

    /// <summary>Binds the solution and runs these analyzers over it, concurrently and as they are set by default.</summary>
    public static async Task AnalyzeAsync(ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        foreach (var project in Projects)
        {
            await project.Clone().WithAnalyzers(analyzers, With(isConcurrent: true, isTimed: false)).GetAllDiagnosticsAsync();
        }
    }

    /// <summary>The time that each of these analyzers took, one after the other.</summary>
    public static async Task<Dictionary<DiagnosticAnalyzer, TimeSpan>> TimeAsync(ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var times = analyzers.ToDictionary(static it => it, static _ => TimeSpan.Zero);
        foreach (var project in Projects)
        {
            var result = await project.Clone().WithAnalyzers(analyzers, With(isConcurrent: false, isTimed: true)).GetAnalysisResultAsync(CancellationToken.None);
            foreach (var (analyzer, telemetry) in result.AnalyzerTelemetryInfo)
            {
                times[analyzer] += telemetry.ExecutionTime;
            }
        }

        return times;
    }

    private static CompilationWithAnalyzersOptions With(bool isConcurrent, bool isTimed)
        => new(new AnalyzerOptions([]), onAnalyzerException: static (error, analyzer, _) => Console.Error.WriteLine($"{analyzer}: {error.Message}"), isConcurrent, isTimed);

    private static CSharpCompilation Compile(ImmutableArray<SourceFile> files) => CSharpCompilation.Create(
        files[0].Path.Split('/')[0],
        files.Select(static it => CSharpSyntaxTree.ParseText(it.Text, Parsing, it.Path)).Prepend(CSharpSyntaxTree.ParseText(Host.Usings, Parsing, "Usings.cs")),
        Host.References,
        Options);

    private static int TypesIn(INamespaceSymbol space)
        => space.GetTypeMembers().Sum(static it => 1 + it.GetTypeMembers().Length) + space.GetNamespaceMembers().Sum(TypesIn);
}
