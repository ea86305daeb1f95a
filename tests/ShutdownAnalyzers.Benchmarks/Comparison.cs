using Clock = System.Diagnostics.Process;

namespace ShutdownAnalyzers.Benchmarks;

/// <summary>
/// The quick table. Every round runs every package once, so what else the machine does hits all alike; the median round
/// counts. Processor time counts, not the clock: a busy machine stretches the clock.
/// </summary>
internal static class Comparison
{
    private const int Rounds = 5;

    public static async Task<string> RunAsync(string[] names)
    {
        var packages = Package.Peers.Where(it => names is [] || names.Contains(it.Name)).Prepend(Package.Ours).ToArray();
        Step[] steps = [new("compile", static it => it.CompileAsync()), new("bind", static it => it.BindAsync()), new("driver", static it => it.AnalyzeAsync([new Idle()])), .. packages.Select(static it => new Step(it.Name, subject => subject.AnalyzeAsync(it.Analyzers)))];
        foreach (var step in steps)
        {
            // What the runtime compiles at first is not the package's cost: a whole round, so that little is left to compile.
            await step.Run(Subject.Whole);
        }

        var times = steps.ToDictionary(static it => it.Name, static _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var step in steps)
            {
                times[step.Name].Add(await MeasureAsync(() => step.Run(Subject.Whole)));
            }
        }

        return ShareTable.Of(packages, name => times[name].Order().ElementAt(Rounds / 2), "processor time");
    }

    private static async Task<double> MeasureAsync(Func<Task> run)
    {
        Subject.Whole.Parse();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Clock.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await run();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }

    private sealed record Step(string Name, Func<Subject, Task> Run);
}
