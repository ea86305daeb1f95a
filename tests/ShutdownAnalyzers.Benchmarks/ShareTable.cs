using System.Globalization;
using System.Text;

namespace ShutdownAnalyzers.Benchmarks;

/// <summary>
/// Each package's cost: what analyzing takes longer than binding alone, as a share of the compile and of a peer. The compiler's
/// own part in that is there once, however many packages a project has, and the SDK's analyzers bring it into every build: the
/// last columns leave it out.
/// </summary>
internal static class ShareTable
{
    public const string Yardstick = "IDisposableAnalyzers";

    /// <summary>A cost as a share of another.</summary>
    public static string Share(double cost, double yardstick) => yardstick > 0 ? (cost / yardstick).ToString("P0", CultureInfo.InvariantCulture) : "-";

    /// <param name="packages">The packages that were run.</param>
    /// <param name="seconds">How long each package took, and the steps "compile", "bind" and "driver".</param>
    /// <param name="clock">What the seconds are of.</param>
    public static string Of(IEnumerable<Package> packages, Func<string, double> seconds, string clock)
    {
        var (compile, bind) = (seconds("compile"), seconds("bind"));
        var driver = seconds("driver") - bind;
        var costs = packages.Select(it => (Package: it, Cost: seconds(it.Name) - bind)).OrderBy(static it => it.Cost).ToArray();
        var yardstick = costs.FirstOrDefault(static it => it.Package.Name == Yardstick).Cost;
        var table = new StringBuilder();
        table.AppendLine(Subject.Whole.Describe());
        table.AppendLine(CultureInfo.InvariantCulture, $"Compile alone: {compile:0.0} s of {clock}; binding: {bind:0.0} s; the analyzer driver: {driver:0.0} s").AppendLine();
        table.AppendLine(CultureInfo.InvariantCulture, $"| Package | Version | Cost | Of the compile | Of {Yardstick} | Without the driver | Of {Yardstick} |");
        table.AppendLine("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (package, cost) in costs)
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"| {package.Name} | {package.Version} | {cost:0.0} s | {cost / compile:P0} | {Share(cost, yardstick)} | {cost - driver:0.0} s | {Share(cost - driver, yardstick - driver)} |");
        }

        return table.ToString();
    }
}
