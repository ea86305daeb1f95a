namespace ShutdownAnalyzers.Proofs;

/// <summary>
/// The arguments of the table: the rules to show, also such that still wait for their fix (without any: all that are
/// asserted); <c>--hazards</c> first, to measure the hazards only; <c>--write</c> alone, to write the pages too.
/// </summary>
internal sealed record TableRequest(IReadOnlyList<Proof> Proofs, TableRequest.Examine Measure, bool WritesPages)
{
    public delegate Task<Verdict> Examine(Proof proof, string folder, CancellationToken cancellation);

    /// <summary>Null when the arguments are those of a test runner.</summary>
    public static TableRequest? Parse(string[] args) => args switch
    {
        [] => new(ProofList.All, Verdict.OfAsync, WritesPages: false),
        ["--write"] => new(ProofList.All, Verdict.OfAsync, WritesPages: true),
        ["--hazards"] => new(ProofList.Written, Verdict.OfHazardAsync, WritesPages: false),
        ["--hazards", .. var rules] when AreRules(rules) => new(Of(rules), Verdict.OfHazardAsync, WritesPages: false),
        _ when AreRules(args) => new(Of(args), Verdict.OfAsync, WritesPages: false),
        _ => null,
    };

    private static bool AreRules(string[] args) => args.All(it => it.StartsWith("SHUT", StringComparison.Ordinal));

    private static IReadOnlyList<Proof> Of(string[] rules) => [.. ProofList.Written.Where(it => rules.Contains(it.Rule))];
}
