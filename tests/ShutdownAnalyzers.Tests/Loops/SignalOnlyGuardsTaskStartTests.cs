using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Loops.SignalOnlyGuardsTaskStartAnalyzer,
    ShutdownAnalyzers.Loops.SignalOnlyGuardsTaskStartCodeFix>;

namespace ShutdownAnalyzers.Tests.Loops;

public sealed class SignalOnlyGuardsTaskStartTests
{
    private static string Worker(string body, string members = "") =>
        $$"""
        interface IWork { bool Next(); void Do(); }

        class Miner(IWork work) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{body}}
            }
        {{members}}
        }
        """;

    [Theory]
    [InlineData("await Task.Run(() => { while (/* a */ work.Next() /* b */) { work.Do(); } }, [|stoppingToken|]);", "await Task.Run(() => { while (/* a */ work.Next() && !stoppingToken.IsCancellationRequested /* b */) { work.Do(); } }, stoppingToken);")]
    [InlineData("await Task.Factory.StartNew(() => { while (work.Next()) { work.Do(); } }, [|stoppingToken|]);", "await Task.Factory.StartNew(() => { while (work.Next() && !stoppingToken.IsCancellationRequested) { work.Do(); } }, stoppingToken);")]
    public Task Loop_asks_the_signal(string before, string after) => Check.Fixes(Worker(before), Worker(after));

    [Fact]
    public Task Loop_in_a_helper_gets_the_signal() => Check.Fixes(
        Worker("await Task.Run(() => Mine(), [|stoppingToken|]);", "    private void Mine() { while (work.Next()) { work.Do(); } }"),
        Worker("await Task.Run(() => Mine(stoppingToken), stoppingToken);", "    private void Mine(CancellationToken stoppingToken) { while (work.Next() && !stoppingToken.IsCancellationRequested) { work.Do(); } }"));

    [Theory]
    [InlineData("await Task.Run(() => { while (work.Next() && !stoppingToken.IsCancellationRequested) { work.Do(); } }, stoppingToken);")]
    [InlineData("await Task.Run(() => { while (work.Next()) { stoppingToken.ThrowIfCancellationRequested(); work.Do(); } }, stoppingToken);")]
    [InlineData("await Task.Run(() => work.Do(), stoppingToken);")]
    [InlineData("await Task.Run(() => { for (var i = 0; i < 10; i++) { work.Do(); } }, stoppingToken);")]
    [InlineData("await Task.Run(() => { while (work.Next()) { work.Do(); } }, CancellationToken.None);")]
    [InlineData("await Task.Run(() => { while (work.Next()) { work.Do(); } });")]
    public Task Bodies_that_end_or_see_the_signal_are_left_alone(string body) => Check.Silent(Worker(body));
}
