using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.StopAwaitsWhatNobodyEndsAnalyzer,
    ShutdownAnalyzers.HostedServices.StopAwaitsWhatNobodyEndsCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class StopAwaitsWhatNobodyEndsTests
{
    private static string Service(string stop, string loop = "while (!_stop.IsCancellationRequested) await Task.Delay(250, _stop.Token);") => $$"""
        public sealed class Service : IHostedService, IDisposable
        {
            private readonly CancellationTokenSource _stop = new();
            private Task _loop = Task.CompletedTask;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _loop = LoopAsync();
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                {{stop}}
            }

            public void Dispose() => _stop.Dispose();

            private async Task LoopAsync()
            {
                {{loop}}
            }
        }
        """;

    [Theory]
    [InlineData("[|await _loop|];", "await _loop;")]
    [InlineData("[|await _loop.ConfigureAwait(false)|];", "await _loop.ConfigureAwait(false);")]
    [InlineData("/* wait */ [|await Task.WhenAll(_loop)|]; // for it", "/* wait */\n        await Task.WhenAll(_loop); // for it")]
    [InlineData("[|_loop.Wait()|];", "_loop.Wait();")]
    public Task Nothing_is_cancelled_before_the_wait(string stop, string fixedStop)
        => Check.Fixes(Service(stop), Service("await _stop.CancelAsync();\n        " + fixedStop));

    [Theory]
    [InlineData("await Task.Yield(); [|await _loop|];")]
    public Task A_loop_that_hears_nothing_has_no_fix(string stop) => Check.Reports(Service(stop, "while (true) await Task.Delay(250);"));

    [Theory]
    [InlineData("_stop.Cancel(); await _loop;")]
    [InlineData("await _stop.CancelAsync(); await _loop;")]
    [InlineData("await Task.WhenAny(_loop, Task.Delay(-1, cancellationToken));")]
    [InlineData("await _loop.WaitAsync(TimeSpan.FromSeconds(5));")]
    [InlineData("End(); await _loop; void End() => _stop.Cancel();")]
    public Task Work_that_is_ended_first_or_waited_for_with_a_limit_is_fine(string stop) => Check.Silent(Service(stop));

    [Fact]
    public Task Work_that_ends_by_itself_may_be_waited_for()
        => Check.Silent(Service("await _loop;", "for (var i = 0; i < 5; i++) await Task.Delay(10);"));
}
