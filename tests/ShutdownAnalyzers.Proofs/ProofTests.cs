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
        => Assert.Equal(Specimen.Hazards.Order(), ProofList.All.Concat(ProofList.Waiting).Select(it => it.Hazard).Order());
}
