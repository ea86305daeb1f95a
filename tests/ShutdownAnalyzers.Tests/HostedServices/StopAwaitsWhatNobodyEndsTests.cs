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

    private static string Pumps(string stop, string end = "public void End() => Console.WriteLine();") => $$"""
        public sealed class Pump
        {
            private readonly CancellationTokenSource _stop = new();
            private Task? _pumping;

            public void Begin() => _pumping ??= Task.Run(PumpAsync);

            public Task Pumping => _pumping ?? Task.CompletedTask;

            public Task EndAsync() => _pumping ?? Task.CompletedTask;

            {{end}}

            private async Task PumpAsync()
            {
                while (!_stop.IsCancellationRequested) await Task.Delay(250, _stop.Token);
            }
        }

        public sealed class PumpHost(IEnumerable<Pump> pumps) : IHostedService
        {
            private readonly Pump[] _pumps = [.. pumps];

            public Task StartAsync(CancellationToken cancellationToken)
            {
                foreach (var pump in _pumps) pump.Begin();
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                {{stop}}
            }
        }
        """;

    [Theory]
    [InlineData("foreach (var pump in _pumps) [|await pump.EndAsync()|];")]
    [InlineData("foreach (var pump in _pumps) [|await pump.Pumping|];")]
    [InlineData("[|await Task.WhenAll(_pumps.Select(it => it.EndAsync()))|];")]
    public Task Task_that_a_helper_hands_out_is_waited_for_by_its_caller(string stop) => Check.Finds(Pumps(stop));

    [Theory]
    [InlineData("foreach (var pump in _pumps) await pump.EndAsync().WaitAsync(cancellationToken);")]
    [InlineData("await Task.WhenAny(Task.WhenAll(_pumps.Select(it => it.EndAsync())), Task.Delay(-1, cancellationToken));")]
    public Task Its_caller_may_limit_the_wait(string stop) => Check.Silent(Pumps(stop));

    [Fact]
    public Task Or_end_the_work_first() => Check.Silent(Pumps("foreach (var pump in _pumps) pump.End(); await Task.WhenAll(_pumps.Select(it => it.EndAsync()));", "public void End() => _stop.Cancel();"));

    [Theory]
    [InlineData("public IAsyncEnumerable<int> All() => _all.Reader.ReadAllAsync();", "[|await _loop|];")]
    [InlineData("public IAsyncEnumerable<int> All() => _all.Reader.ReadAllAsync(); public void End() => _all.Writer.Complete();", "queue.End(); await _loop;")]
    [InlineData("public async IAsyncEnumerable<int> All() { await Task.Yield(); yield return 1; }", "await _loop;")]
    public Task Stream_may_come_from_a_helper(string members, string stop) => Check.Finds($$"""
        using System.Threading.Channels;

        public sealed class Queue
        {
            private readonly Channel<int> _all = Channel.CreateUnbounded<int>();
            public void Put(int it) => _all.Writer.TryWrite(it);
            {{members}}
        }

        public sealed class Service(Queue queue) : IHostedService
        {
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

            private async Task LoopAsync()
            {
                await foreach (var it in queue.All()) Console.WriteLine(it);
            }
        }
        """);

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
