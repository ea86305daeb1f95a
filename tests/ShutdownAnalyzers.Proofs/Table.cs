using System.Text;

namespace ShutdownAnalyzers.Proofs;

/// <summary>The proofs as a person sees them: a line for each as it is done, then the table.</summary>
internal static class Table
{
    /// <summary>How many programs run at a time: enough to wait side by side, few enough not to disturb each other.</summary>
    public const int Width = 3;

    private const string Intro =
        $"""
        # Proofs

        Each row is a small service, run twice as a process of its own and told to stop by SIGTERM: once with the hazard, once
        after the rule's code fix was applied to it. The programs are in `tests/ShutdownAnalyzers.Proofs/Hazards`;
        `dotnet run --project tests/ShutdownAnalyzers.Proofs` measures them anew and prints this table, `dotnet test` asserts it.
        The budget for stopping (`DOTNET_shutdownTimeoutSeconds`, 30 s unless set) is shortened to 3 s here, and a process that
        is still there after 9 s is taken to stay for ever and killed.


        """;

    public static async Task<int> ShowAsync(TableRequest request)
    {
        if (!Signals.Supported)
        {
            Console.WriteLine($"Skipped. {Signals.Unsupported}");
            return 0;
        }

        var proofs = request.Proofs;
        Console.WriteLine($"{proofs.Count} hazards, {Width} at a time: report, run, signal, measure; repair, run, signal, measure.");
        using var workbench = new Workbench();
        var verdicts = new Verdict[proofs.Count];
        var done = 0;
        await Parallel.ForAsync(0, proofs.Count, new ParallelOptions { MaxDegreeOfParallelism = Width }, async (at, cancellation) =>
        {
            var verdict = verdicts[at] = await request.Measure(proofs[at], workbench.Folder, cancellation);
            Console.WriteLine($"[{Interlocked.Increment(ref done),2}/{proofs.Count}] {(verdict.Proven ? "proven" : "FAILED")} {verdict.Proof}");
        });

        var rows = Rows(verdicts);
        Console.WriteLine();
        Console.Write(rows);
        foreach (var verdict in verdicts.Where(it => !it.Proven))
        {
            Console.WriteLine($"\n{verdict.Proof}: {string.Join('\n', verdict.Failures)}");
        }

        var proven = verdicts.Count(it => it.Proven);
        Console.WriteLine($"\n{proven} of {verdicts.Length} proven.");
        if (request.Page is not null && proven == verdicts.Length)
        {
            await File.WriteAllTextAsync(request.Page, Intro + rows);
            Console.WriteLine($"Written to {request.Page}.");
        }

        return proven == verdicts.Length ? 0 : 1;
    }

    private static string Rows(IEnumerable<Verdict> verdicts)
    {
        string[] head = ["Rule", "The service", "With the hazard", "After the fix"];
        string[][] rows = [head, .. verdicts.Select(it => new[] { it.Proof.Rule, it.Proof.Story, it.Before?.Seen ?? "", it.After?.Seen ?? "" })];
        var widths = head.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.AppendLine($"| {string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (row == head)
            {
                text.AppendLine($"|{string.Join('|', widths.Select(width => new string('-', width + 2)))}|");
            }
        }

        return text.ToString();
    }
}
