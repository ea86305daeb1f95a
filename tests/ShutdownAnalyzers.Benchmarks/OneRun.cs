using System.Globalization;
using System.Text;

namespace ShutdownAnalyzers.Benchmarks;

/// <summary>
/// All packages in one run, as in a project that has them all, by the compiler's own clock for each analyzer. What one binds,
/// those after it find bound, so every other round turns the order of the packages.
/// </summary>
internal static class OneRun
{
    private const int Rounds = 5;

    public static async Task<string> RunAsync(string[] names)
    {
        var packages = Package.Peers.Where(it => names is [] || names.Contains(it.Name)).Prepend(Package.Ours).ToArray();
        var times = packages.ToDictionary(static it => it, static _ => new List<double>());
        await MeasureAsync(packages);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (package, seconds) in await MeasureAsync(round % 2 == 0 ? packages : packages.Reverse()))
            {
                times[package].Add(seconds);
            }
        }

        var medians = packages.Select(it => (Package: it, Seconds: times[it].Order().ElementAt(Rounds / 2))).OrderBy(static it => it.Seconds).ToArray();
        var yardstick = medians.FirstOrDefault(static it => it.Package.Name == ShareTable.Yardstick).Seconds;
        var table = new StringBuilder();
        table.AppendLine("All in one run, by the compiler's own clock").AppendLine();
        table.AppendLine(CultureInfo.InvariantCulture, $"| Package | Version | Time | Of {ShareTable.Yardstick} |");
        table.AppendLine("| --- | --- | ---: | ---: |");
        foreach (var (package, seconds) in medians)
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"| {package.Name} | {package.Version} | {seconds:0.0} s | {ShareTable.Share(seconds, yardstick)} |");
        }

        return table.ToString();
    }

    private static async Task<Dictionary<Package, double>> MeasureAsync(IEnumerable<Package> packages)
    {
        Subject.Whole.Parse();
        var times = await Subject.Whole.TimeAsync([.. packages.SelectMany(static it => it.Analyzers)]);
        return packages.ToDictionary(static it => it, it => it.Analyzers.Sum(analyzer => times[analyzer].TotalSeconds));
    }
}
