namespace ShutdownAnalyzers.Proofs;

/// <summary>One of the two programs of a proof, run and measured.</summary>
internal sealed record Stage(string Seen, IReadOnlyList<string> Failures)
{
    private const int LinesShown = 40;

    public static async Task<Stage> RunAsync(
        Specimen program, string folder, Proof proof, IReadOnlyList<Expectation> expected, bool awaitsSignal, CancellationToken cancellation)
    {
        var measured = await Trial.RunAsync(await program.EmitAsync(folder, cancellation), proof, awaitsSignal, cancellation);
        var seen = string.Join(", ", [measured.ToString(), .. expected.Where(it => it.Detail is not null).Select(it => it.Detail!(measured))]);
        var failures = expected.Where(it => !it.Holds(measured)).Select(it => $"expected: {it.Claim}").ToList();
        if (awaitsSignal && !measured.Signalled)
        {
            failures.Insert(0, "expected: a program that lives until it is told to stop");
        }

        if (failures.Count > 0)
        {
            failures.Add($"measured: {seen}\nthe program:\n{await program.Document.GetTextAsync(cancellation)}\nprinted at last:\n{Tail(measured.Output)}");
        }

        return new Stage(seen, failures);
    }

    private static string Tail(string output) => string.Join('\n', output.Split('\n').TakeLast(LinesShown));
}
