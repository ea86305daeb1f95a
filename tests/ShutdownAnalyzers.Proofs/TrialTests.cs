using Microsoft.CodeAnalysis.Text;
using static ShutdownAnalyzers.Proofs.Expectation;

namespace ShutdownAnalyzers.Proofs;

/// <summary>A measurement that did not happen fails the proof: it never passes as a good one.</summary>
public sealed class TrialTests(Workbench workbench) : IClassFixture<Workbench>
{
    [Fact]
    public async Task A_program_that_is_never_up_is_no_measurement()
    {
        var failure = await Assert.ThrowsAsync<ProofException>(() => RunAsync("Console.WriteLine(\"almost\");", [GoneAtOnce]));
        Assert.Contains("ended before it was up:\nalmost", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_wait_for_the_signal_fails()
        => Assert.Contains("expected: a program that lives until it is told to stop", (await RunAsync("Console.WriteLine(\"ready\");", [GoneAtOnce])).Failures);

    [Fact]
    public async Task A_program_that_dies_of_the_signal_has_its_exit_code()
        => Assert.Empty((await RunAsync("Console.WriteLine(\"ready\"); Thread.Sleep(Timeout.Infinite);", [GoneAtOnce, ExitsWith(143)])).Failures);

    [Fact]
    public void A_signal_to_nobody_is_an_error()
    {
        Assert.SkipUnless(Signals.Supported, Signals.Unsupported);
        Assert.Throws<ProofException>(() => Signals.Terminate(int.MaxValue));
    }

    [Fact]
    public async Task A_hazard_that_its_rule_does_not_see_is_no_proof()
    {
        var program = Program("Console.WriteLine(\"ready\");");
        var failure = await Assert.ThrowsAsync<ProofException>(() => RuleBook.RepairAsync(program, "SHUT201", action: 0, TestContext.Current.CancellationToken));
        Assert.Equal("SHUT201 does not report the hazard", failure.Message);
    }

    private static Specimen Program(string source) => Specimen.Of("Program.cs", SourceText.From(source));

    private async Task<Stage> RunAsync(string source, Expectation[] expected)
    {
        Assert.SkipUnless(Signals.Supported, Signals.Unsupported);
        var folder = Path.Combine(workbench.Folder, Guid.NewGuid().ToString());
        var proof = new Proof("SHUT000_None", "none") { Before = expected, After = expected };
        return await Stage.RunAsync(Program(source), folder, proof, expected, awaitsSignal: true, TestContext.Current.CancellationToken);
    }
}
