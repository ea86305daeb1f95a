using ShutdownAnalyzers.Benchmarks.Generation;

namespace ShutdownAnalyzers.Benchmarks;

/// <summary>The generated solution as compilations.</summary>
internal sealed class Subject
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.ConsoleApplication,
        nullableContextOptions: NullableContextOptions.Enable,
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress)]);

    /// <summary>The whole solution.</summary>
    public static readonly Subject Whole = new(Solution.Files);

    /// <summary>One project of it: enough for the runtime to compile what will be measured.</summary>
    public static readonly Subject Sample = new(Solution.Files[..1]);

    private readonly ImmutableArray<ImmutableArray<SourceFile>> files;
    private ImmutableArray<CSharpCompilation> projects;

    private Subject(ImmutableArray<ImmutableArray<SourceFile>> files)
    {
        this.files = files;
        Parse();
    }

    /// <summary>Parses the solution anew, as every build does: what a package keeps with a tree, a build has to make.</summary>
    public void Parse() => projects = [.. files.Select(Compile)];

    /// <summary>What was measured, in one line. It also holds the solution to what it promises.</summary>
    public string Describe()
    {
        var all = files.SelectMany(static it => it).ToArray();
        var lines = all.Sum(static it => it.Text.Count(static c => c == '\n') + 1);
        var types = projects.Sum(static it => TypesIn(it.Assembly.GlobalNamespace));
        var served = all.Count(static it => it.IsServed);
        var errors = projects.SelectMany(static it => it.GetDiagnostics()).Where(static it => it.Severity == DiagnosticSeverity.Error).Take(3).ToArray();
        return lines < 100_000 || errors is not [] || Math.Abs((types / (double)served) - 10) > 1
            ? throw new InvalidOperationException($"{lines} lines, {served} of {types} types served: {string.Join<Diagnostic>(", ", errors)}")
            : $"{projects.Length} projects, {all.Length:N0} files, {lines:N0} lines, {types:N0} types, {served} of them hosted services or endpoints";
    }

    /// <summary>What a compiler does without analyzers: parse, bind, emit.</summary>
    public Task CompileAsync()
    {
        foreach (var project in files)
        {
            using var image = new MemoryStream();
            Compile(project).Emit(image);
        }

        return Task.CompletedTask;
    }

    /// <summary>Only the binding, which analyzing does as well.</summary>
    public Task BindAsync()
    {
        foreach (var project in projects)
        {
            project.GetDiagnostics();
        }

        return Task.CompletedTask;
    }

    /// <summary>Binds the solution and runs these analyzers over it, concurrently and as they are set by default.</summary>
    public async Task AnalyzeAsync(ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        foreach (var project in projects)
        {
            await project.WithAnalyzers(analyzers, With(isConcurrent: true, isTimed: false)).GetAllDiagnosticsAsync();
        }
    }

    /// <summary>The time that each of these analyzers took, one after the other.</summary>
    public async Task<Dictionary<DiagnosticAnalyzer, TimeSpan>> TimeAsync(ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var times = analyzers.ToDictionary(static it => it, static _ => TimeSpan.Zero);
        foreach (var project in projects)
        {
            var result = await project.WithAnalyzers(analyzers, With(isConcurrent: false, isTimed: true)).GetAnalysisResultAsync(CancellationToken.None);
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
