namespace ShutdownAnalyzers.Proofs;

/// <summary>The page <c>docs/proofs.md</c>: the last measured table, for those who do not run it themselves.</summary>
internal static class ProofPage
{
    private static readonly string Head =
        $"""
        # Proofs

        Each row is a small service, run twice as a process of its own and told to stop by SIGTERM: once as people write it, once
        after the rule's own code fix was applied to it. Measured is the time from the signal to the end of the process, its exit
        code, and what was left behind or lost.

        The services are in [tests/ShutdownAnalyzers.Proofs/Hazards](../tests/ShutdownAnalyzers.Proofs/Hazards).
        `dotnet run --project tests/ShutdownAnalyzers.Proofs` measures them anew and prints the table, `dotnet test` asserts it;
        with `-- --write docs/proofs.md` the first writes this page. The budget for stopping is shortened from 30 s to
        {Trial.Budget.TotalSeconds} s (`DOTNET_shutdownTimeoutSeconds`); a process that is still there after {Trial.Limit.TotalSeconds} s would stay for ever, and is killed.

        | Rule | The service | With the hazard | After the fix |
        | --- | --- | --- | --- |

        """;

    public static string Write(IEnumerable<Verdict> verdicts) => Head + string.Concat(verdicts.Select(Row));

    /// <summary>How the row of a proof begins: this much of the page does not change from run to run.</summary>
    public static string Start(Proof proof) => $"| [{proof.Rule}](rules/{proof.Rule}.md) | {proof.Story} | ";

    private static string Row(Verdict verdict) => $"{Start(verdict.Proof)}{verdict.Before?.Seen} | {verdict.After?.Seen} |\n";
}
