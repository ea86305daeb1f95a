namespace ShutdownAnalyzers.Proofs;

/// <summary>The proofs as a person sees them: a line for each as it is done, then the table.</summary>
internal static class Table
{
    /// <summary>How many programs run at a time: enough to wait side by side, few enough not to disturb each other.</summary>
    public const int Width = 3;

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

        Console.WriteLine();
        Console.Write(Rows(verdicts));
        foreach (var verdict in verdicts.Where(it => !it.Proven))
        {
            Console.WriteLine($"\n{verdict.Proof}: {string.Join('\n', verdict.Failures)}");
        }

        var proven = verdicts.Count(it => it.Proven);
        Console.WriteLine($"\n{proven} of {verdicts.Length} proven.");
        if (request.WritesPages && proven == verdicts.Length)
        {
            ProofPages.Write(verdicts);
            Console.WriteLine("Written to docs/proofs.md and the pages of the rules.");
        }

        return proven == verdicts.Length ? 0 : 1;
    }

    private static string Rows(IEnumerable<Verdict> verdicts)
    {
        string[][] rows = [["Rule", "The service", "With the hazard", "After the fix"], .. verdicts.Select(it => it.Cells)];
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        return string.Concat(rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd() + "\n"));
    }
}
