using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Loops.BufferDrainsAfterSignalAnalyzer,
    ShutdownAnalyzers.Loops.BufferDrainsAfterSignalCodeFix>;

namespace ShutdownAnalyzers.Tests.Loops;

public sealed class BufferDrainsAfterSignalTests
{
    private static string Worker(string body) =>
        $$"""
        using System.Threading.Channels;

        interface IWork { Task DoAsync(int n); Task DoAsync(int n, CancellationToken ct); }

        class Consumer(ChannelReader<int> jobs, IWork work) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{body}}
            }
        }
        """;

    [Fact]
    public Task Loop_stops_at_the_signal_when_asked_to() => Check.Fixes(
        Worker("await foreach (var n in jobs.[|ReadAllAsync|](stoppingToken)) /* a */\n        {\n            // b\n            await work.DoAsync(n); // c\n        }"),
        Worker("await foreach (var n in jobs.ReadAllAsync(stoppingToken)) /* a */\n        {\n            stoppingToken.ThrowIfCancellationRequested();\n            // b\n            await work.DoAsync(n); // c\n        }"));

    [Theory]
    [InlineData("await foreach (var n in jobs.ReadAllAsync(stoppingToken)) { await work.DoAsync(n, stoppingToken); }")]
    [InlineData("await foreach (var n in jobs.ReadAllAsync(stoppingToken)) { if (stoppingToken.IsCancellationRequested) break; await work.DoAsync(n); }")]
    [InlineData("await foreach (var n in jobs.ReadAllAsync(stoppingToken)) { Console.WriteLine(n); }")]
    [InlineData("await foreach (var n in jobs.ReadAllAsync()) { await work.DoAsync(n); }")]
    public Task Loops_that_have_decided_are_left_alone(string body) => Check.Silent(Worker(body));
}
