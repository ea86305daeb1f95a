namespace ShutdownAnalyzers.Proofs;

/// <summary>
/// The arguments of the table: the rules to show, also such that still wait for their fix (without any: all that are
/// asserted); <c>--hazards</c> first, to measure the hazards only; <c>--write</c> last, with the page that the table goes to.
/// </summary>
internal sealed record TableRequest(IReadOnlyList<Proof> Proofs, TableRequest.Examine Measure, string? Page)
{
    public delegate Task<Verdict> Examine(Proof proof, string folder, CancellationToken cancellation);

    /// <summary>Null when the arguments are those of a test runner.</summary>
    public static TableRequest? Parse(string[] args) => args switch
    {
        [] => new(ProofList.All, Verdict.OfAsync, null),
        ["--write", var page] => new(ProofList.All, Verdict.OfAsync, page),
        ["--hazards"] => new(ProofList.Written, Verdict.OfHazardAsync, null),
        ["--hazards", .. var rules] when AreRules(rules) => new(Of(rules), Verdict.OfHazardAsync, null),
        _ when AreRules(args) => new(Of(args), Verdict.OfAsync, null),
        _ => null,
    };

    private static bool AreRules(string[] args) => args.All(it => it.StartsWith("SHUT", StringComparison.Ordinal));

    private static IReadOnlyList<Proof> Of(string[] rules) => [.. ProofList.Written.Where(it => rules.Contains(it.Rule))];
}
