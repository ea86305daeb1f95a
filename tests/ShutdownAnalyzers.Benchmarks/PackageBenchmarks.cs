using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ShutdownAnalyzers.Benchmarks;

/// <summary>One benchmark for each package. They run in this process: nothing is generated, restored or built for them.</summary>
public class PackageBenchmarks
{
    /// <summary>What is run: a step of the compiler, or a package.</summary>
    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    /// <summary>All that can be run.</summary>
    public static IEnumerable<string> Names => ["compile", "bind", "driver", Package.Ours.Name, .. Package.Peers.Select(static it => it.Name)];

    internal static string RunAll()
    {
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithStrategy(RunStrategy.Monitoring).WithWarmupCount(1).WithIterationCount(5);
        var summary = BenchmarkRunner.Run<PackageBenchmarks>(DefaultConfig.Instance.AddJob(job));
        var seconds = summary.Reports.ToDictionary(
            static it => (string)it.BenchmarkCase.Parameters["Name"],
            static it => it.ResultStatistics!.Median / 1e9);
        return ShareTable.Of([Package.Ours, .. Package.Peers], name => seconds[name], "the clock");
    }

    /// <summary>Every run begins with a solution that nobody has looked at.</summary>
    [IterationSetup]
    public void Parse() => Subject.Whole.Parse();

    /// <summary>Runs it over the generated solution.</summary>
    [Benchmark]
    public Task Run() => Name switch
    {
        "compile" => Subject.Whole.CompileAsync(),
        "bind" => Subject.Whole.BindAsync(),
        "driver" => Subject.Whole.AnalyzeAsync([new Idle()]),
        _ => Subject.Whole.AnalyzeAsync(Package.Peers.Prepend(Package.Ours).Single(it => it.Name == Name).Analyzers),
    };
}
