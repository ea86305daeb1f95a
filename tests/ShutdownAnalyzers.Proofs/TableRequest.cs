namespace ShutdownAnalyzers.Proofs;

/// <summary>
/// The arguments of the table: rules to show (all when none is named); <c>--hazards</c> to measure the hazards only, for
/// rules that are still to be written; <c>--write</c> with the page that the table goes to.
/// </summary>
internal sealed record TableRequest(IReadOnlyList<Proof> Proofs, TableRequest.Examine Measure, string? Page)
{
    public delegate Task<Verdict> Examine(Proof proof, string folder, CancellationToken cancellation);

    /// <summary>Null when the arguments are those of a test runner.</summary>
    public static TableRequest? Parse(string[] args) => args switch
    {
        ["--hazards", .. var rules] when AreRules(rules) => new(Of(rules, [.. ProofList.All, .. ProofList.Waiting]), Verdict.OfHazardAsync, null),
        [.. var rules, "--write", var page] when AreRules(rules) => new(Of(rules, ProofList.All), Verdict.OfAsync, page),
        _ when AreRules(args) => new(Of(args, ProofList.All), Verdict.OfAsync, null),
        _ => null,
    };

    private static bool AreRules(string[] args) => args.All(it => it.StartsWith("SHUT", StringComparison.Ordinal));

    private static IReadOnlyList<Proof> Of(string[] rules, IEnumerable<Proof> proofs) => [.. proofs.Where(it => rules.Length == 0 || rules.Contains(it.Rule))];
}
