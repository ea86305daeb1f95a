using Xunit.v3;
using Xunit.Sdk;

[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = ShutdownAnalyzers.Proofs.Table.Width)]

namespace ShutdownAnalyzers.Proofs;

/// <summary>Each proof is a test. What cannot be measured fails; only a system without these signals skips, and says so.</summary>
public sealed class ProofTests(Workbench workbench) : IClassFixture<Workbench>
{
    public static TheoryData<string> Hazards => [.. ProofList.All.Select(it => it.Hazard)];

    [Theory]
    [MemberData(nameof(Hazards))]
    public async Task Hazard_ends_badly_and_its_fix_ends_well(string hazard)
    {
        Assert.SkipUnless(Signals.Supported, Signals.Unsupported);
        var proof = ProofList.All.Single(it => it.Hazard == hazard);
        var verdict = await Verdict.OfAsync(proof, workbench.Folder, TestContext.Current.CancellationToken);
        Assert.True(verdict.Proven, string.Join('\n', verdict.Failures));
    }

    [Fact]
    public void Each_hazard_program_is_listed_once()
        => Assert.Equal(Specimen.Hazards.Order(), ProofList.Written.Select(it => it.Hazard).Order());

    [Fact]
    public void Each_hazard_program_is_named_after_its_rule()
        => Assert.All(ProofList.All, it => Assert.Equal($"{it.Rule}_{Product.Row(it.Rule).Hazard}", it.Hazard.Split('.')[0]));

    [Fact]
    public void Each_rule_is_proven_or_says_why_no_process_can_show_it()
        => Assert.Equal(Product.Rows.Select(it => it.Rule.Id).Distinct().Order(), ProofList.All.Select(it => it.Rule).Concat(ProofList.Unprovable.Keys).Concat(ProofList.Waiting.Where(id => Product.Rows.Any(it => it.Rule.Id == id))).Distinct().Order());

    [Fact]
    public void Each_proof_stands_on_its_page_and_on_that_of_its_rule()
        => Assert.All(ProofList.All, it =>
        {
            Assert.Contains(ProofPages.Start(it), Repository.Read("docs", "proofs.md"), StringComparison.Ordinal);
            Assert.Contains(ProofPages.Start(it), Repository.Read("docs", "rules", $"{it.Rule}.md"), StringComparison.Ordinal);
        });
}
