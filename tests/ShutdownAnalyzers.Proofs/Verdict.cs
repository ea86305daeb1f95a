namespace ShutdownAnalyzers.Proofs;

/// <summary>What was measured of one program, and what of it is not as the proof claims.</summary>
internal sealed record Verdict(Proof Proof, Stage? Before, Stage? After, IReadOnlyList<string> Failures)
{
    public bool Proven => Failures.Count == 0;

    /// <summary>Rule, service, what was measured before and after.</summary>
    public string[] Cells => [Proof.Rule, Proof.Story, Before?.Seen ?? "", After?.Seen ?? ""];

    /// <summary>
    /// Reported, run, signalled, measured; repaired, run, signalled, measured. A machine that is busy with other work may be late
    /// once, so what fails is measured anew; what fails twice is wrong.
    /// </summary>
    public static async Task<Verdict> OfAsync(Proof proof, string folder, CancellationToken cancellation)
        => await OnceAsync(proof, Path.Combine(folder, "first"), cancellation) is { Proven: true } first
            ? first
            : await OnceAsync(proof, Path.Combine(folder, "second"), cancellation);

    private static async Task<Verdict> OnceAsync(Proof proof, string folder, CancellationToken cancellation)
    {
        Stage? before = null;
        Stage? after = null;
        try
        {
            var hazard = Specimen.Load(proof.Hazard);
            var repaired = await RuleBook.RepairAsync(hazard, proof.Rule, proof.Action, cancellation);
            before = await BeforeAsync(proof, hazard, folder, cancellation);
            after = await Stage.RunAsync(repaired, Path.Combine(folder, proof.Hazard, "after"), proof, proof.After, proof.RepairedAwaitsSignal, cancellation);
            return new Verdict(proof, before, after, [.. before.Failures.Select(it => $"before: {it}"), .. after.Failures.Select(it => $"after: {it}")]);
        }
        catch (ProofException e)
        {
            return new Verdict(proof, before, after, [e.Message]);
        }
    }

    /// <summary>The hazard alone: what it does when it is told to stop, whether or not a rule knows it.</summary>
    public static async Task<Verdict> OfHazardAsync(Proof proof, string folder, CancellationToken cancellation)
    {
        try
        {
            var before = await BeforeAsync(proof, Specimen.Load(proof.Hazard), folder, cancellation);
            return new Verdict(proof, before, null, before.Failures);
        }
        catch (ProofException e)
        {
            return new Verdict(proof, null, null, [e.Message]);
        }
    }

    private static Task<Stage> BeforeAsync(Proof proof, Specimen hazard, string folder, CancellationToken cancellation)
        => Stage.RunAsync(hazard, Path.Combine(folder, proof.Hazard, "before"), proof, proof.Before, proof.HazardAwaitsSignal, cancellation);
}
