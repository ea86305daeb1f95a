using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.StopMayThrowAnalyzer,
    ShutdownAnalyzers.HostedServices.StopMayThrowCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class StopMayThrowTests
{
    private static string Service(string stop, string loop = "while (!ct.IsCancellationRequested) { await feed.PollAsync(); }", string more = "", string start = "_loop = LoopAsync(_stop.Token);") => $$"""
        public sealed class Service(IFeed feed) : IHostedService, IDisposable
        {
            private readonly CancellationTokenSource _stop = new();
            private Task _loop = Task.CompletedTask;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                {{start}}
                return Task.CompletedTask;
            }

            {{stop}}

            public void Dispose() => _stop.Dispose();

            private async Task LoopAsync(CancellationToken ct)
            {
                {{loop}}
            }{{(more.Length == 0 ? "" : "\n\n    " + more)}}
        }

        public interface IFeed
        {
            bool IsOpen { get; }
            Task PollAsync();
            Task PollAsync(CancellationToken ct);
            Task CloseAsync(CancellationToken ct);
        }
        """;

    private static string Stop(string body) => "public async Task StopAsync(CancellationToken cancellationToken)\n    {\n        await _stop.CancelAsync();\n        " + body + "\n    }";

    private static string Caught(string wait, string said = "Time is up: the host goes on without it.", string exception = "OperationCanceledException")
        => $"try\n        {{\n            {wait}\n        }}\n        catch ({exception})\n        {{\n            // {said}\n        }}";

    [Theory]
    [InlineData("await [|_loop.WaitAsync(cancellationToken)|];", "await _loop.WaitAsync(cancellationToken);", "OperationCanceledException")]
    [InlineData("await [|_loop.WaitAsync(cancellationToken)|].ConfigureAwait(false);", "await _loop.WaitAsync(cancellationToken).ConfigureAwait(false);", "OperationCanceledException")]
    [InlineData("await [|Task.WhenAll(_loop).WaitAsync(TimeSpan.FromSeconds(5), cancellationToken)|];", "await Task.WhenAll(_loop).WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);", "OperationCanceledException")]
    [InlineData("await [|_loop.WaitAsync(TimeSpan.FromSeconds(5))|];", "await _loop.WaitAsync(TimeSpan.FromSeconds(5));", "TimeoutException")]
    [InlineData("[|_loop.Wait(cancellationToken)|];", "_loop.Wait(cancellationToken);", "OperationCanceledException")]
    public Task A_wait_that_the_deadline_ends_is_caught(string stop, string wait, string exception)
        => Check.Fixes(Service(Stop(stop)), Service(Stop(Caught(wait, exception: exception))));

    [Fact]
    public Task Comments_stay() => Check.Fixes(
        Service(Stop("// a\n        await /* b */ [|_loop.WaitAsync(/* c */ cancellationToken)|]; // d\n        // e")),
        Service(Stop("try\n        {\n            // a\n            await /* b */ _loop.WaitAsync(/* c */ cancellationToken); // d\n        }\n        catch (OperationCanceledException)\n        {\n            // Time is up: the host goes on without it.\n        }\n        // e")));

    [Theory]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) => [|_loop.WaitAsync(cancellationToken)|];")]
    [InlineData("public async Task StopAsync(CancellationToken cancellationToken) => await [|_loop.WaitAsync(cancellationToken)|];")]
    public Task An_expression_body_is_opened(string stop)
        => Check.Fixes(Service(stop), Service("public async Task StopAsync(CancellationToken cancellationToken)\n    {\n        " + Caught("await _loop.WaitAsync(cancellationToken);") + "\n    }"));

    [Theory]
    [InlineData("[|cancellationToken.ThrowIfCancellationRequested()|];\n        await feed.CloseAsync(cancellationToken);", "if (cancellationToken.IsCancellationRequested)\n        {\n            return;\n        }\n        await feed.CloseAsync(cancellationToken);")]
    public Task A_check_of_the_deadline_becomes_a_return(string stop, string fixedStop)
        => Check.Fixes(Service(Stop(stop)), Service(Stop(fixedStop)));

    private const string OwnCancellation = "It was cancelled, as it should be.";

    [Theory]
    [InlineData("[|await _loop|];", "await _loop;")]
    [InlineData("[|await Task.WhenAll(_loop)|];", "await Task.WhenAll(_loop);")]
    public Task The_cancellation_of_the_own_work_is_caught(string stop, string wait)
    {
        const string Loop = "while (!ct.IsCancellationRequested) { await feed.PollAsync(ct); }";
        return Check.Fixes(Service(Stop(stop), Loop), Service(Stop(Caught(wait, OwnCancellation)), Loop));
    }

    [Theory]
    [InlineData("while (true) { await feed.PollAsync(); await Task.Delay(1000, ct); }", "_loop = Task.Run(() => LoopAsync(_stop.Token));")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(ct)) { await feed.PollAsync(); }", "_loop = LoopAsync(_stop.Token);")]
    [InlineData("try { await Task.Delay(-1, ct); } finally { await feed.PollAsync(); }", "_loop = LoopAsync(_stop.Token);")]
    public Task Work_that_ends_by_its_cancellation_throws_where_it_is_awaited(string loop, string start)
        => Check.Finds(Service(Stop("[|await _loop|];"), loop, start: start));

    [Theory]
    [InlineData("while (!ct.IsCancellationRequested) { await feed.PollAsync(); }", "await _loop;")]
    [InlineData("try { while (true) { await feed.PollAsync(ct); } } catch (OperationCanceledException) { }", "await _loop;")]
    [InlineData("while (!ct.IsCancellationRequested) { try { await feed.PollAsync(ct); } catch (OperationCanceledException) { break; } }", "await _loop;")]
    [InlineData("while (true) { await feed.PollAsync(ct); }", "await Task.WhenAny(_loop, Task.Delay(-1, cancellationToken));")]
    [InlineData("while (true) { await feed.PollAsync(ct); }", "await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);")]
    [InlineData("while (true) { await feed.PollAsync(ct); }", "try { await _loop; } catch (OperationCanceledException) { }")]
    [InlineData("while (true) { await feed.PollAsync(ct); }", "try { await _loop; } catch (TaskCanceledException) { }")]
    [InlineData("while (true) { await feed.PollAsync(ct); }", "try { await _loop; } catch (Exception e) { Console.WriteLine(e); }")]
    [InlineData("while (true) { await feed.PollAsync(ct); }", "try { await _loop; } catch (OperationCanceledException) when (_stop.IsCancellationRequested) { }")]
    [InlineData("while (true) { await feed.PollAsync(ct); }", "if (_loop.IsCompletedSuccessfully) { Console.WriteLine(); }")]
    public Task Work_that_ends_quietly_or_is_caught_is_silent(string loop, string stop) => Check.Silent(Service(Stop(stop), loop));

    [Fact]
    public Task Work_that_is_cancelled_only_afterwards_is_silent()
        => Check.Silent(Service("public async Task StopAsync(CancellationToken cancellationToken) { await _loop; _stop.Cancel(); }", "for (var i = 0; i < 3; i++) { await feed.PollAsync(ct); }"));

    [Theory]
    [InlineData("await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);")]
    [InlineData("await Task.WhenAny(_loop.WaitAsync(cancellationToken));")]
    [InlineData("await _loop.WaitAsync(cancellationToken).ContinueWith(static _ => { });")]
    [InlineData("try { await _loop.WaitAsync(cancellationToken); } catch (OperationCanceledException) { }")]
    [InlineData("try { await _loop.WaitAsync(TimeSpan.FromSeconds(1)); } catch (TimeoutException) { }")]
    [InlineData("try { await _loop.WaitAsync(cancellationToken); } catch (Exception e) when (e is OperationCanceledException or TimeoutException) { }")]
    [InlineData("try { await _loop.WaitAsync(cancellationToken); } catch { }")]
    [InlineData("try { await _loop.WaitAsync(cancellationToken); } catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }")]
    [InlineData("try { await EndAsync(); } catch (OperationCanceledException) { } async Task EndAsync() => await _loop.WaitAsync(cancellationToken);")]
    [InlineData("if (!_loop.Wait(TimeSpan.FromSeconds(5))) { Console.WriteLine(); }")]
    [InlineData("await feed.CloseAsync(cancellationToken);")]
    [InlineData("await Task.Delay(500, cancellationToken);")]
    [InlineData("await _loop.WaitAsync(CancellationToken.None);")]
    public Task Waits_that_do_not_throw_out_of_the_stop_are_silent(string stop) => Check.Silent(Service(Stop(stop)));

    [Theory]
    [InlineData("if (!feed.IsOpen) { [|throw new InvalidOperationException();|] }")]
    [InlineData("try { await feed.CloseAsync(cancellationToken); } finally { if (feed.IsOpen) { [|throw new IOException();|] } }")]
    [InlineData("await EndAsync(); async Task EndAsync() { await feed.PollAsync(); [|throw new IOException();|] }")]
    [InlineData("try { [|throw new IOException();|] } catch (OperationCanceledException) { }")]
    public Task A_throw_has_no_fix(string stop) => Check.Reports(Service(Stop(stop)));

    [Fact]
    public Task A_stop_that_is_not_implemented_throws()
        => Check.Reports(Service("public Task StopAsync(CancellationToken cancellationToken) => [|throw new NotImplementedException()|];"));

    [Theory]
    [InlineData("ArgumentNullException.ThrowIfNull(feed);")]
    [InlineData("if (feed is null) { throw new ArgumentNullException(nameof(feed)); }")]
    [InlineData("if (!feed.IsOpen) { throw new ObjectDisposedException(nameof(Service)); }")]
    [InlineData("try { throw new IOException(); } catch (IOException) { }")]
    [InlineData("try { await feed.CloseAsync(cancellationToken); } catch (Exception e) { Console.WriteLine(e); throw; }")]
    [InlineData("_ = feed.IsOpen switch { true => 1, false => throw new InvalidOperationException() };")]
    [InlineData("_ = Task.Run(() => throw new IOException());")]
    public Task Throws_that_stay_inside_or_check_a_contract_are_silent(string stop) => Check.Silent(Service(Stop(stop)));

    [Fact]
    public Task A_helper_that_others_call_too_throws_for_them() => Check.Silent(Service(
        Stop("Verify();"),
        more: "public void Poll() => Verify(); private void Verify() { if (!feed.IsOpen) { throw new InvalidOperationException(); } }"));

    [Fact]
    public Task A_helper_that_only_the_stop_calls_is_part_of_it() => Check.Finds(Service(
        Stop("await EndAsync(cancellationToken);"),
        more: "private async Task EndAsync(CancellationToken deadline) { [|deadline.ThrowIfCancellationRequested()|]; await [|_loop.WaitAsync(deadline)|]; }"));

    [Fact]
    public Task What_is_checked_before_work_starts_is_not_the_deadline() => Check.Silent(Service(
        Stop("Console.WriteLine();"), "ct.ThrowIfCancellationRequested(); await feed.PollAsync();", start: "cancellationToken.ThrowIfCancellationRequested(); _loop = LoopAsync(_stop.Token);"));

    [Fact]
    public Task The_base_is_told_of_by_itself() => Check.Finds(
        """
        public abstract class Stops : IHostedService
        {
            protected Task Running { get; set; } = Task.CompletedTask;
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public virtual Task StopAsync(CancellationToken cancellationToken) => [|Running.WaitAsync(cancellationToken)|];
        }

        public sealed class Service : Stops
        {
            public override Task StopAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task The_work_may_be_that_of_a_derived_type() => Check.Finds(
        """
        public abstract class Loops : IHostedService
        {
            private readonly CancellationTokenSource _stop = new();
            private Task? _task;

            public Task StartAsync(CancellationToken cancellationToken) { _task = RunAsync(_stop.Token); return Task.CompletedTask; }
            public async Task StopAsync(CancellationToken cancellationToken) { _stop.Cancel(); if (_task is { } task) { [|await task|]; } }
            protected abstract Task RunAsync(CancellationToken ct);
        }

        public sealed class Service : Loops
        {
            protected override async Task RunAsync(CancellationToken stop) { while (true) { await Task.Delay(1000, stop); } }
        }
        """);

    [Fact]
    public Task A_derived_type_that_ends_quietly_is_silent() => Check.Silent(
        """
        public abstract class Loops : IHostedService
        {
            private readonly CancellationTokenSource _stop = new();
            private Task? _task;

            public Task StartAsync(CancellationToken cancellationToken) { _task = RunAsync(_stop.Token); return Task.CompletedTask; }
            public async Task StopAsync(CancellationToken cancellationToken) { _stop.Cancel(); if (_task is { } task) { await task; } }
            protected abstract Task RunAsync(CancellationToken ct);
        }

        public sealed class Service : Loops
        {
            protected override async Task RunAsync(CancellationToken stop) { try { while (true) { await Task.Delay(1000, stop); } } catch (OperationCanceledException) { } }
        }
        """);

    private static string Worker(string registration, string more = "") => $$"""
        public sealed class Service(IRecorder recorder, IHostApplicationLifetime lifetime) : BackgroundService
        {
            private readonly CancellationTokenSource _own = new();
            private readonly TaskCompletionSource _done = new();

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{registration}}
                while (!stoppingToken.IsCancellationRequested)
                {
                    await recorder.RecordAsync(stoppingToken);
                }
            }
            {{more}}
        }

        public interface IRecorder
        {
            Task RecordAsync(CancellationToken ct);
            Task ParkAsync();
            void Halt();
        }
        """;

    [Theory]
    [InlineData("stoppingToken.[|Register|](() => recorder.ParkAsync().Wait());")]
    [InlineData("using var parked = stoppingToken.[|Register|](Park);", "private void Park() => recorder.ParkAsync().GetAwaiter().GetResult();")]
    [InlineData("stoppingToken.[|UnsafeRegister|](static it => ((IRecorder)it!).ParkAsync().ConfigureAwait(false).GetAwaiter().GetResult(), recorder);")]
    [InlineData("stoppingToken.[|Register|](() => throw new InvalidOperationException());")]
    [InlineData("await using var parked = stoppingToken.[|Register|](delegate { if (recorder is null) { throw new IOException(); } });")]
    public Task A_callback_on_the_stop_signal_that_blocks_or_throws_has_no_fix(string registration, string more = "") => Check.Reports(Worker(registration, more));

    [Theory]
    [InlineData("stoppingToken.Register(() => _done.TrySetResult());")]
    [InlineData("stoppingToken.Register(recorder.Halt);")]
    [InlineData("stoppingToken.Register(() => recorder.ParkAsync().Wait(TimeSpan.FromSeconds(1)));")]
    [InlineData("stoppingToken.Register(() => _ = recorder.ParkAsync());")]
    [InlineData("stoppingToken.Register(() => { try { throw new IOException(); } catch (IOException) { } });")]
    [InlineData("stoppingToken.Register(() => Task.Run(() => recorder.ParkAsync().Wait()));")]
    [InlineData("lifetime.ApplicationStopping.Register(() => recorder.ParkAsync().Wait());")]
    [InlineData("lifetime.ApplicationStarted.Register(() => throw new IOException());")]
    [InlineData("_own.Token.Register(() => recorder.ParkAsync().Wait());")]
    [InlineData("using var each = new CancellationTokenSource(100); each.Token.Register(() => throw new IOException());")]
    public Task Callbacks_that_are_short_or_on_another_signal_are_silent(string registration) => Check.Silent(Worker(registration));
}
