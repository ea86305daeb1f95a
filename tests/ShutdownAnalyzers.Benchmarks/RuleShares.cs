using System.Globalization;
using System.Text;

namespace ShutdownAnalyzers.Benchmarks;

/// <summary>
/// What each of our rules takes of the package's time. Whoever asks the shared model first pays for its answer, so the rules
/// run in two orders: the lesser time is the rule's own, the rest belongs to the model.
/// </summary>
internal static class RuleShares
{
    public static async Task<string> RunAsync()
    {
        var rules = Package.Ours.Analyzers;
        await Subject.Sample.TimeAsync(rules);
        Subject.Whole.Parse();
        var forwards = await Subject.Whole.TimeAsync(rules);
        Subject.Whole.Parse();
        var backwards = await Subject.Whole.TimeAsync([.. rules.Reverse()]);
        var own = rules.ToDictionary(static it => it, it => Math.Min(forwards[it].TotalMilliseconds, backwards[it].TotalMilliseconds));
        var total = (forwards.Values.Sum(static it => it.TotalMilliseconds) + backwards.Values.Sum(static it => it.TotalMilliseconds)) / 2;
        var table = new StringBuilder();
        table.AppendLine(CultureInfo.InvariantCulture, $"All rules one after the other: {total:0} ms").AppendLine();
        table.AppendLine("| Rule | Hazard | Own time | Share | When it asks first |");
        table.AppendLine("| --- | --- | ---: | ---: | ---: |");
        foreach (var rule in rules.OrderByDescending(it => own[it]))
        {
            var ids = string.Join(", ", rule.SupportedDiagnostics.Select(static it => it.Id).Distinct());
            var first = Math.Max(forwards[rule].TotalMilliseconds, backwards[rule].TotalMilliseconds);
            table.AppendLine(CultureInfo.InvariantCulture, $"| {ids} | {rule.GetType().Name.Replace("Analyzer", "")} | {own[rule]:0} ms | {own[rule] / total:P0} | {first:0} ms |");
        }

        var shared = total - own.Values.Sum();
        table.AppendLine(CultureInfo.InvariantCulture, $"| | shared model | {shared:0} ms | {shared / total:P0} | |");
        return table.ToString();
    }
}
