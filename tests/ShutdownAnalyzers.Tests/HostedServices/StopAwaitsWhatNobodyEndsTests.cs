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

    private const string Limit = "Task.Delay(Timeout.Infinite, cancellationToken)";

    [Theory]
    [InlineData("[|await _loop|];", "await Task.WhenAny(_loop, " + Limit + ");")]
    [InlineData("[|await _loop.ConfigureAwait(false)|];", "await Task.WhenAny(_loop, " + Limit + ").ConfigureAwait(false);")]
    [InlineData("/* wait */ [|await /* a */ Task.WhenAll(_loop)|]; // for it", "/* wait */\n        await /* a */ Task.WhenAny(Task.WhenAll(_loop), " + Limit + "); // for it")]
    [InlineData("[|_loop.Wait()|];", "Task.WhenAny(_loop, " + Limit + ").Wait();")]
    [InlineData("[|_loop.GetAwaiter()|].GetResult();", "Task.WhenAny(_loop, " + Limit + ").GetAwaiter().GetResult();")]
    [InlineData("if (_loop is { } loop) [|await loop|];", "if (_loop is { } loop) await Task.WhenAny(loop, " + Limit + ");")]
    public Task The_source_is_cancelled_first_and_the_wait_gets_a_limit(string stop, string fixedStop)
        => Check.Fixes(Service(stop), Service("await _stop.CancelAsync();\n        " + fixedStop));

    [Theory]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) => [|_loop|];", "cancellationToken")]
    [InlineData("public async Task StopAsync(CancellationToken deadline) => [|await _loop|];", "deadline")]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken)\n    {\n        [|return _loop;|]\n    }", "cancellationToken")]
    public Task A_stop_method_that_hands_the_task_on_becomes_async(string stop, string deadline)
        => Check.Fixes(Bare(stop), Bare(
            $$"""
            public async Task StopAsync(CancellationToken {{deadline}})
                {
                    await _stop.CancelAsync();
                    await Task.WhenAny(_loop, Task.Delay(Timeout.Infinite, {{deadline}}));
                }
            """));

    [Fact]
    public Task A_thread_is_joined_for_a_limited_time()
        => Check.Fixes(Thread("[|_thread.Join()|];"), Thread("await _stop.CancelAsync();\n        _thread.Join(TimeSpan.FromSeconds(5));"));

    private static string Thread(string stop) => $$"""
        public sealed class Service : IHostedService, IDisposable
        {
            private readonly CancellationTokenSource _stop = new();
            private readonly Thread _thread;

            public Service() => _thread = new Thread(Loop);

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _thread.Start();
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                {{stop}}
            }

            public void Dispose() => _stop.Dispose();

            private void Loop()
            {
                while (!_stop.Token.WaitHandle.WaitOne(250)) { }
            }
        }
        """;

    private static string Bare(string stop) => $$"""
        public sealed class Service : IHostedService, IDisposable
        {
            private readonly CancellationTokenSource _stop = new();
            private Task _loop = Task.CompletedTask;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _loop = LoopAsync();
                return Task.CompletedTask;
            }

            {{stop}}

            public void Dispose() => _stop.Dispose();

            private async Task LoopAsync()
            {
                while (!_stop.IsCancellationRequested) await Task.Delay(250, _stop.Token);
            }
        }
        """;

    [Fact]
    public Task A_loop_that_hears_nothing_has_no_fix() => Check.Reports(Service("await Task.Yield(); [|await _loop|];", "while (true) await Task.Delay(250);"));

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
