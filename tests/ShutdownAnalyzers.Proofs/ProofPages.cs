using System.Text.RegularExpressions;

namespace ShutdownAnalyzers.Proofs;

/// <summary>What was measured, told to those who do not run it themselves: <c>docs/proofs.md</c>, and its rows on the pages of the rules.</summary>
internal static partial class ProofPages
{
    private const string Heads = "| The service | With the hazard | After the fix |\n| --- | --- | --- |\n";

    private static readonly string Intro =
        $"""
        # Proofs

        Each row is a small service, run twice as a process of its own and told to stop by SIGTERM: once as people write it, once
        after the rule's own code fix was applied to it. Measured is the time from the signal to the end of the process, its exit
        code, and what was left behind or lost.

        The services are in `tests/ShutdownAnalyzers.Proofs/Hazards`. `dotnet run --project tests/ShutdownAnalyzers.Proofs`
        measures them anew and prints the table, `dotnet test` asserts it, and `dotnet run` with `-- --write` writes this page.
        The budget for stopping (`DOTNET_shutdownTimeoutSeconds`) is shortened from 30 s to {Trial.Budget.TotalSeconds} s; a process that is still there
        after {Trial.Limit.TotalSeconds} s would stay for ever, and is killed. What does not come out as claimed is measured once more.


        """;

    public static void Write(IReadOnlyList<Verdict> verdicts)
    {
        File.WriteAllText(Repository.Find("docs", "proofs.md"), Intro + "| Rule " + Heads.Replace("\n|", "\n| --- |") + string.Concat(verdicts.Select(it => $"| [{it.Proof.Rule}](rules/{it.Proof.Rule}.md) {Row(it)}")));
        foreach (var rule in verdicts.GroupBy(it => it.Proof.Rule))
        {
            var page = $"{rule.Key}.md";
            File.WriteAllText(Repository.Find("docs", "rules", page), WithQuote(Repository.Read("docs", "rules", page), string.Concat(rule.Select(Row))));
        }
    }

    /// <summary>How the row of a proof begins: this much of the pages does not change from run to run.</summary>
    public static string Start(Proof proof) => $"| {proof.Story} | ";

    private static string Row(Verdict verdict) => $"{Start(verdict.Proof)}{verdict.Before?.Seen} | {verdict.After?.Seen} |\n";

    // The quote ends the section on what happens at shutdown.
    private static string WithQuote(string page, string rows)
    {
        var text = Quote().Replace(page, "");
        var at = text.IndexOf("\n## Flagged", StringComparison.Ordinal);
        return text.Insert(
            at,
            $"""

            <!-- proof -->
            Measured with a budget of {Trial.Budget.TotalSeconds} s ([how](../proofs.md)):

            {Heads}{rows}<!-- /proof -->

            """);
    }

    [GeneratedRegex(@"\n<!-- proof -->\n.*?<!-- /proof -->\n", RegexOptions.Singleline)]
    private static partial Regex Quote();
}
