using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.StopIgnoresItsDeadlineAnalyzer,
    ShutdownAnalyzers.HostedServices.StopIgnoresItsDeadlineCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class StopIgnoresItsDeadlineTests
{
    private const string Pipe =
        """


        public interface IPipe
        {
            Task DrainAsync();
            Task DrainAsync(CancellationToken ct);
            Task<int> CountAsync(CancellationToken ct = default);
            ValueTask FlushAsync(CancellationToken ct = default);
            Task CloseAsync(TimeSpan timeout, CancellationToken ct = default);
            Task UnsubscribeAsync(string topic);
            Task WhenIdle();
            ValueTask WaitForEmpty();
        }
        """;

    private static string Service(string stop, string more = "") => $$"""
        public sealed class Service(IPipe pipe) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            {{stop}}{{(more.Length == 0 ? "" : "\n\n    " + more)}}
        }
        """ + Pipe;

    private static string Stop(string body) => "public async Task StopAsync(CancellationToken cancellationToken)\n    {\n        " + body + "\n    }";

    private static string Guarded(string wait) => Stop(Try(wait));

    private static string Try(string wait, string indent = "        ")
        => $"try\n{indent}{{\n{indent}    {wait}\n{indent}}}\n{indent}catch (OperationCanceledException)\n{indent}{{\n{indent}    // Time is up: the host goes on without it.\n{indent}}}";

    [Theory]
    [InlineData("[|await pipe.DrainAsync()|];", "await pipe.DrainAsync(cancellationToken);")]
    [InlineData("[|await pipe.DrainAsync().ConfigureAwait(false)|];", "await pipe.DrainAsync(cancellationToken).ConfigureAwait(false);")]
    [InlineData("[|await pipe.FlushAsync()|];", "await pipe.FlushAsync(cancellationToken);")]
    [InlineData("[|await pipe.WhenIdle()|];", "await pipe.WhenIdle().WaitAsync(cancellationToken);")]
    [InlineData("[|await pipe.WaitForEmpty()|];", "await pipe.WaitForEmpty().AsTask().WaitAsync(cancellationToken);")]
    [InlineData("[|await FinishAsync()|];", "await FinishAsync().WaitAsync(cancellationToken);")]
    public Task The_wait_gets_the_deadline_and_is_given_up_then(string stop, string fixedStop)
    {
        const string Finish = "private async Task FinishAsync() => await pipe.DrainAsync();";
        return Check.Fixes(Service(Stop(stop), Finish), Service(Guarded(fixedStop), Finish));
    }

    [Fact]
    public Task Comments_stay() => Check.Fixes(
        Service(Stop("// a\n        [|await /* b */ pipe.DrainAsync(/* c */)|]; // d\n        // e")),
        Service(Stop("try\n        {\n            // a\n            await /* b */ pipe.DrainAsync(/* c */cancellationToken); // d\n        }\n        catch (OperationCanceledException)\n        {\n            // Time is up: the host goes on without it.\n        }\n        // e")));

    [Theory]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) => [|pipe.DrainAsync()|];")]
    [InlineData("public async Task StopAsync(CancellationToken cancellationToken) => [|await pipe.DrainAsync()|];")]
    public Task An_expression_body_is_opened(string stop)
        => Check.Fixes(Service(stop), Service(Guarded("await pipe.DrainAsync(cancellationToken);")));

    [Fact]
    public Task All_waits_of_a_method_are_limited_together() => Check.Fixes(
        Service(Stop("[|await pipe.DrainAsync()|];\n        if (pipe is not null) await pipe.WhenIdle();")),
        Service(Stop(Try("await pipe.DrainAsync(cancellationToken);") + "\n\n        if (pipe is not null)\n        {\n            " + Try("await pipe.WhenIdle().WaitAsync(cancellationToken);", "            ") + "\n        }")));

    [Theory]
    [InlineData("Console.WriteLine([|await pipe.CountAsync()|]);")]
    [InlineData("foreach (var topic in new[] { \"a\" }) { await pipe.UnsubscribeAsync(topic); } [|await pipe.WhenIdle()|];")]
    [InlineData("[|await Task.WhenAll(new[] { pipe }.Select(it => it.DrainAsync()))|];")]
    [InlineData("[|await Task.WhenAll(pipe.DrainAsync(), pipe.WhenIdle())|];")]
    [InlineData("await DrainAsync(); async Task DrainAsync() { await Task.Yield(); await pipe.DrainAsync(); }", "[|await DrainAsync()|]; async")]
    public Task Reported_wherever_the_wait_stands(string stop, string? marked = null)
        => Check.Finds(Service(Stop(marked is null ? stop : stop.Replace("await DrainAsync(); async", marked, StringComparison.Ordinal))));

    [Theory]
    [InlineData("await pipe.DrainAsync(cancellationToken);")]
    [InlineData("if (!cancellationToken.IsCancellationRequested) { await pipe.DrainAsync(); }")]
    [InlineData("await pipe.DrainAsync().WaitAsync(cancellationToken);")]
    [InlineData("await pipe.DrainAsync().WaitAsync(TimeSpan.FromSeconds(3));")]
    [InlineData("await Task.WhenAny(pipe.DrainAsync(), Task.Delay(3000));")]
    [InlineData("await Task.WhenAny(Task.WhenAll(pipe.DrainAsync(), pipe.WhenIdle()), Task.Delay(3000));")]
    [InlineData("using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3)); await pipe.DrainAsync(limit.Token);")]
    [InlineData("await pipe.DrainAsync(CancellationToken.None);")]
    [InlineData("await pipe.CloseAsync(TimeSpan.FromSeconds(3));")]
    [InlineData("await pipe.UnsubscribeAsync(\"a\");")]
    [InlineData("await Task.Delay(500);")]
    [InlineData("await File.WriteAllTextAsync(\"a\", \"b\");")]
    [InlineData("await Console.Out.FlushAsync();")]
    [InlineData("pipe.DrainAsync().Wait(1000);")]
    [InlineData("_ = pipe.DrainAsync();")]
    [InlineData("await FinishAsync().WaitAsync(TimeSpan.FromSeconds(1)); async Task FinishAsync() => await pipe.DrainAsync();")]
    [InlineData("await FinishAsync(); async Task FinishAsync() => await pipe.DrainAsync().WaitAsync(TimeSpan.FromSeconds(1));")]
    public Task A_stop_that_is_limited_or_short_is_silent(string stop) => Check.Silent(Service(Stop("await Task.Yield(); " + stop)));

    [Theory]
    [InlineData("public async Task StopAsync(CancellationToken cancellationToken) { using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken); both.CancelAfter(500); await pipe.DrainAsync(both.Token); }")]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) => EndAsync(cancellationToken); private async Task EndAsync(CancellationToken ct) { await pipe.WhenIdle(); ct.ThrowIfCancellationRequested(); }")]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;")]
    public Task A_stop_that_hands_its_deadline_on_is_silent(string stop) => Check.Silent(Service(stop));

    [Fact]
    public Task What_only_the_base_hears_limits_only_the_base() => Check.Fixes(Worker("[|await pipe.DrainAsync()|];"), Worker(Try("await pipe.DrainAsync(cancellationToken);")));

    private static string Worker(string stop) => $$"""
        public sealed class Service(IPipe pipe) : BackgroundService
        {
            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await base.StopAsync(cancellationToken);
                {{stop}}
            }

            protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await Task.Delay(-1, stoppingToken);
        }
        """ + Pipe;

    [Fact]
    public Task A_worker_that_only_calls_its_base_is_silent() => Check.Silent(Worker("Console.WriteLine();"));

    [Fact]
    public Task The_base_of_the_project_is_told_of_by_itself() => Check.Finds(
        """
        public abstract class Pipes(IPipe pipe) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public virtual async Task StopAsync(CancellationToken cancellationToken) => [|await pipe.DrainAsync()|];
        }

        public sealed class Service(IPipe pipe) : Pipes(pipe)
        {
            public override Task StopAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken);
        }
        """ + Pipe);

    private static string Queue(string stop, string loop = "await foreach (var item in _items.Reader.ReadAllAsync()) { await pipe.UnsubscribeAsync(item); }", string more = "") => $$"""
        using System.Threading.Channels;

        public sealed class Service(IPipe pipe) : IHostedService
        {
            private readonly Channel<string> _items = Channel.CreateUnbounded<string>();
            private readonly CancellationTokenSource _stop = new();
            private Task _working = Task.CompletedTask;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _working = WorkAsync();
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                {{stop}}
            }

            private async Task WorkAsync()
            {
                {{loop}}
            }{{more}}
        }
        """ + Pipe;

    [Fact]
    public Task Draining_a_queue_of_its_own_gets_a_limit()
        => Check.Fixes(Queue("_items.Writer.TryComplete();\n        [|await _working|];"), Queue("_items.Writer.TryComplete();\n        await Task.WhenAny(_working, Task.Delay(Timeout.Infinite, cancellationToken));"));

    [Theory]
    [InlineData("_stop.Cancel(); await _working;", "while (!_stop.IsCancellationRequested) { await Task.Delay(100, _stop.Token); }")]
    [InlineData("_items.Writer.TryComplete(); _stop.CancelAfter(3000); await _working;", "await foreach (var item in _items.Reader.ReadAllAsync(_stop.Token)) { await pipe.UnsubscribeAsync(item); }")]
    [InlineData("await _working;", "while (true) { await Task.Delay(100); }")]
    [InlineData("await _working;", "await pipe.UnsubscribeAsync(\"a\");")]
    public Task Waits_for_cancelled_work_and_for_work_that_nobody_ends_are_not_its_affair(string stop, string loop) => Check.Silent(Queue(stop, loop));

    [Theory]
    [InlineData("private Task SaveAsync(CancellationToken ct = default) => File.WriteAllTextAsync(\"a\", \"b\", ct);")]
    [InlineData("private async Task SaveAsync(CancellationToken ct = default) { ct.ThrowIfCancellationRequested(); await File.WriteAllTextAsync(\"a\", \"b\"); }")]
    public Task The_projects_own_short_methods_are_silent(string save) => Check.Silent(Service(Stop("await SaveAsync();"), save));

    [Theory]
    [InlineData("private Task SaveAsync(CancellationToken ct = default) => pipe.DrainAsync(ct);")]
    [InlineData("private static Task SaveAsync(CancellationToken ct = default) => Task.Delay(7000, ct);")]
    public Task The_projects_own_long_methods_get_the_deadline(string save)
        => Check.Fixes(Service(Stop("[|await SaveAsync()|];"), save), Service(Guarded("await SaveAsync(cancellationToken);"), save));

    private static string Polling(string stop) => Service(Stop(stop), "private int _left = 1; private int InFlight => _left; private bool IsBusy => pipe is not null;").Replace("WhenIdle();", "WhenIdle();\n    bool IsRunning { get; }", StringComparison.Ordinal);

    [Theory]
    [InlineData("while ([|pipe.IsRunning|]) await Task.Delay(50);", "while (pipe.IsRunning && !cancellationToken.IsCancellationRequested) await Task.Delay(50);")]
    [InlineData("while (/* a */ [|IsBusy || pipe.IsRunning|] /* b */) { await Task.Delay(50); }", "while (/* a */ (IsBusy || pipe.IsRunning) && !cancellationToken.IsCancellationRequested /* b */) { await Task.Delay(50); }")]
    [InlineData("do { Thread.Sleep(50); } while ([|IsBusy|]);", "do { Thread.Sleep(50); } while (IsBusy && !cancellationToken.IsCancellationRequested);")]
    [InlineData("while ([|InFlight > 0|]) await Task.Delay(50);", "while (InFlight > 0 && !cancellationToken.IsCancellationRequested) await Task.Delay(50);")]
    [InlineData("while ([|Volatile.Read(ref _left) >= 1|]) await Task.Delay(50);", "while (Volatile.Read(ref _left) >= 1 && !cancellationToken.IsCancellationRequested) await Task.Delay(50);")]
    [InlineData("for (var tries = 1; [|pipe.IsRunning|]; tries++) { Console.WriteLine(tries); await Task.Delay(50); }", "for (var tries = 1; pipe.IsRunning && !cancellationToken.IsCancellationRequested; tries++) { Console.WriteLine(tries); await Task.Delay(50); }")]
    public Task A_loop_that_polls_looks_at_the_deadline(string stop, string fixedStop)
        => Check.Fixes(Polling(stop), Polling(fixedStop));

    [Theory]
    [InlineData("var tries = 0; while (pipe.IsRunning && tries < 10) { await Task.Delay(50); tries++; }")]
    [InlineData("var until = DateTime.UtcNow.AddSeconds(5); while (pipe.IsRunning && DateTime.UtcNow < until) { await Task.Delay(50); }")]
    [InlineData("var left = 10; while (left > 0) { await Task.Delay(50); left -= InFlight; }")]
    [InlineData("while (pipe.IsRunning) { await Task.Delay(50); if (!IsBusy) { break; } }")]
    [InlineData("for (var i = 0; i < 10 && pipe.IsRunning; i++) { await Task.Delay(50); }")]
    [InlineData("for (var left = 10; pipe.IsRunning; left--) { if (left == 0) break; await Task.Delay(50); }")]
    [InlineData("using var limit = new CancellationTokenSource(5000); try { while (pipe.IsRunning) await Task.Delay(50, limit.Token); } catch (OperationCanceledException) { }")]
    [InlineData("while (IsBusy) { await pipe.UnsubscribeAsync(\"a\"); }")]
    [InlineData("while (pipe.IsRunning) { await Task.Delay(50, cancellationToken); }")]
    public Task A_loop_that_counts_or_looks_at_a_clock_is_silent(string stop) => Check.Silent(Polling(stop));

    [Fact]
    public Task A_helper_that_polls_is_given_up() => Check.Finds(
        Polling("[|await RetractAsync()|];").Replace("bool IsBusy =>", "async Task RetractAsync() { for (var tries = 1; !await TryAsync(); tries++) { Console.WriteLine(tries); await Task.Delay(50); } } private Task<bool> TryAsync() => Task.FromResult(IsBusy); private bool IsBusy =>", StringComparison.Ordinal));

    [Fact]
    public Task A_helper_that_hears_a_time_is_not() => Check.Silent(
        Polling("using var limit = new CancellationTokenSource(5000); await IdleAsync(limit.Token);").Replace("bool IsBusy =>", "async Task IdleAsync(CancellationToken ct) { while (pipe.IsRunning) { await Task.Delay(50, ct); } } private bool IsBusy =>", StringComparison.Ordinal));

    private static string Rest(string stop, string more = "") => Service(Stop(stop), "private readonly System.Collections.Concurrent.ConcurrentQueue<string> _rest = new();\n    private readonly System.Collections.Concurrent.ConcurrentDictionary<int, IPipe> _peers = new();\n    private readonly List<IPipe> _parts = [];\n    private readonly System.Threading.Channels.Channel<string> _channel = System.Threading.Channels.Channel.CreateUnbounded<string>();\n    private IEnumerable<IPipe> Peers => _peers.Values;\n    private Task StoreAsync(string item) => pipe.SendAsync(item);\n    " + more)
        .Replace("WhenIdle();", "WhenIdle();\n    Task SendAsync(string item);\n    Task SendAsync(string item, TimeSpan timeout);\n    Task RetractAsync(string item, CancellationToken ct);\n    Task CloseAsync();", StringComparison.Ordinal);

    [Theory]
    [InlineData("while ([|_rest.TryDequeue(out var item)|]) await pipe.SendAsync(item);", "while (!cancellationToken.IsCancellationRequested && _rest.TryDequeue(out var item)) await pipe.SendAsync(item);")]
    [InlineData("while ([|_rest.TryDequeue(out var item)|]) { try { await StoreAsync(item); } catch (IOException) { break; } }", "while (!cancellationToken.IsCancellationRequested && _rest.TryDequeue(out var item)) { try { await StoreAsync(item); } catch (IOException) { break; } }")]
    [InlineData("for (; [|_channel.Reader.TryRead(out var item)|];) { if (item.Length == 0) continue; await pipe.SendAsync(item).ConfigureAwait(false); }", "for (; !cancellationToken.IsCancellationRequested && _channel.Reader.TryRead(out var item);) { if (item.Length == 0) continue; await pipe.SendAsync(item).ConfigureAwait(false); }")]
    [InlineData("while ([|!_rest.IsEmpty|]) { _rest.TryDequeue(out var item); await pipe.SendAsync(item!); }", "while (!_rest.IsEmpty && !cancellationToken.IsCancellationRequested) { _rest.TryDequeue(out var item); await pipe.SendAsync(item!); }")]
    [InlineData("while ([|_rest.Count > 0|]) { if (_rest.TryDequeue(out var item)) await pipe.SendAsync(item); }", "while (_rest.Count > 0 && !cancellationToken.IsCancellationRequested) { if (_rest.TryDequeue(out var item)) await pipe.SendAsync(item); }")]
    public Task The_rest_of_a_queue_is_worked_off_as_long_as_there_is_time(string stop, string fixedStop) => Check.Fixes(Rest(stop), Rest(fixedStop));

    [Theory]
    [InlineData("await foreach (var item in _channel.Reader.ReadAllAsync()) { [|await pipe.SendAsync(item)|]; }")]
    [InlineData("foreach (var peer in _peers.Values) [|await peer.SendAsync(\"bye\")|];")]
    [InlineData("foreach (var (_, peer) in _peers) { [|await peer.SendAsync(\"bye\")|]; }")]
    [InlineData("foreach (var peer in Peers.ToList()) { try { [|await peer.SendAsync(\"bye\")|]; } catch (IOException) { } }")]
    [InlineData("foreach (var peer in _peers.Values.Where(it => it is not null)) [|await peer.SendAsync(\"bye\")|];")]
    [InlineData("try { [|await Task.WhenAll(_peers.Values.Select(peer => peer.SendAsync(\"bye\")))|]; } catch (Exception e) { Console.WriteLine(e); }")]
    [InlineData("[|await Task.WhenAll(_peers.Select(it => it.Value.SendAsync(\"bye\")).ToArray()).ConfigureAwait(false)|];")]
    [InlineData("[|await Task.WhenAll(Peers.Select(async peer => { Console.WriteLine(peer); await peer.SendAsync(\"bye\"); }))|];")]
    [InlineData("[|await Task.WhenAll(_peers.Values.Select(FarewellAsync))|]; async Task FarewellAsync(IPipe peer) { try { await peer.SendAsync(\"bye\"); } catch (IOException) { } }")]
    public Task What_is_left_is_gone_through_without_a_limit(string stop) => Check.Finds(Rest(stop));

    [Theory]
    [InlineData("await EmptyAsync();", "private async Task EmptyAsync() { while (_rest.TryDequeue(out var item)) await pipe.SendAsync(item); }")]
    [InlineData("await FarewellAsync();", "private async Task FarewellAsync() { foreach (var peer in Peers) await peer.SendAsync(\"bye\"); }")]
    public Task A_helper_that_works_off_the_rest_is_given_up(string stop, string helper)
        => Check.Fixes(Rest("[|" + stop.TrimEnd(';') + "|];", helper), Rest(Try(stop.TrimEnd(';') + ".WaitAsync(cancellationToken);"), helper));

    [Theory]
    [InlineData("while (_rest.TryDequeue(out var item)) await pipe.SendAsync(item, TimeSpan.FromSeconds(1));")]
    [InlineData("while (_rest.TryDequeue(out var item)) await pipe.RetractAsync(item, CancellationToken.None);")]
    [InlineData("while (_rest.TryDequeue(out var item)) await pipe.SendAsync(item).WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("while (_rest.TryDequeue(out var item)) await File.AppendAllTextAsync(\"a\", item);")]
    [InlineData("while (_rest.TryDequeue(out var item)) Console.WriteLine(item);")]
    [InlineData("while (_rest.TryDequeue(out var item)) _ = pipe.SendAsync(item);")]
    [InlineData("var most = 100; while (_rest.TryDequeue(out var item)) { await pipe.SendAsync(item); if (--most == 0) break; }")]
    [InlineData("var until = DateTime.UtcNow.AddSeconds(2); while (_rest.TryDequeue(out var item)) { if (DateTime.UtcNow > until) return; await pipe.SendAsync(item); }")]
    [InlineData("using var limit = new CancellationTokenSource(2000); while (_rest.TryDequeue(out var item)) { limit.Token.ThrowIfCancellationRequested(); await pipe.SendAsync(item); }")]
    [InlineData("var own = new Queue<string>(); while (own.TryDequeue(out var item)) await pipe.SendAsync(item);")]
    [InlineData("foreach (var peer in _peers.Values) await peer.CloseAsync();")]
    [InlineData("foreach (var peer in _peers.Values) await pipe.SendAsync(peer.ToString()!);")]
    [InlineData("foreach (var part in _parts) await part.SendAsync(\"bye\");")]
    [InlineData("foreach (var peer in _peers.Values) { using var limit = new CancellationTokenSource(1000); await peer.SendAsync(\"bye\"); await peer.RetractAsync(\"a\", limit.Token); }")]
    [InlineData("await EmptyAsync().WaitAsync(TimeSpan.FromSeconds(3)); async Task EmptyAsync() { while (_rest.TryDequeue(out var item)) await pipe.SendAsync(item); }")]
    [InlineData("await Task.WhenAll(_peers.Values.Select(peer => peer.SendAsync(\"bye\"))).WaitAsync(TimeSpan.FromSeconds(3));")]
    [InlineData("await Task.WhenAny(Task.WhenAll(_peers.Values.Select(peer => peer.SendAsync(\"bye\"))), Task.Delay(3000));")]
    [InlineData("var all = Task.WhenAll(_peers.Values.Select(peer => peer.SendAsync(\"bye\"))); await Task.WhenAny(all, Task.Delay(3000));")]
    [InlineData("Task.WhenAll(_peers.Values.Select(peer => peer.SendAsync(\"bye\"))).Wait(3000);")]
    [InlineData("await Task.WhenAll(_peers.Values.Select(peer => peer.SendAsync(\"bye\").WaitAsync(TimeSpan.FromSeconds(1))));")]
    [InlineData("await Task.WhenAll(_peers.Values.Select(peer => peer.SendAsync(\"bye\", TimeSpan.FromSeconds(1))));")]
    [InlineData("using var limit = new CancellationTokenSource(1000); await Task.WhenAll(_peers.Values.Select(peer => peer.RetractAsync(\"bye\", limit.Token)));")]
    [InlineData("await Task.WhenAll(_peers.Values.Select(peer => peer.CloseAsync()));")]
    [InlineData("await Task.WhenAll(_peers.Keys.Select(key => pipe.SendAsync(\"bye\")));")]
    [InlineData("await Task.WhenAll(_parts.Select(part => part.SendAsync(\"bye\")));")]
    [InlineData("_ = Task.WhenAll(_peers.Values.Select(peer => peer.SendAsync(\"bye\")));")]
    public Task What_is_left_and_is_limited_or_let_go_of_is_silent(string stop) => Check.Silent(Rest("await Task.Yield(); " + stop));

    [Fact]
    public Task Whom_all_are_told_at_once_are_given_up_together() => Check.Fixes(
        Rest("[|await Task.WhenAll(_peers.Values.Select(static peer => peer.SendAsync(\"bye\")))|];"),
        Rest(Try("await Task.WhenAll(_peers.Values.Select(static peer => peer.SendAsync(\"bye\"))).WaitAsync(cancellationToken);")));

    [Fact]
    public Task What_is_left_in_ordinary_code_is_not_its_affair() => Check.Silent(
        Rest("await Task.Yield();", "public async Task FlushAsync() { while (_rest.TryDequeue(out var item)) await pipe.SendAsync(item); }"));

    [Fact]
    public Task A_result_that_is_used_later_has_no_fix()
        => Check.Reports(Service(Stop("var count = [|await pipe.CountAsync()|]; Console.WriteLine(count);")));

    [Fact]
    public Task A_discarded_deadline_has_no_fix()
        => Check.Reports(Service("public async Task StopAsync(CancellationToken _) { [|await pipe.DrainAsync()|]; }"));

    [Fact]
    public Task The_host_inside_a_service_takes_the_deadline_too() => Check.Fixes(
        """
        public sealed class Service(IHost inner) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) => inner.StartAsync(cancellationToken);

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                [|await inner.StopAsync()|];
            }
        }
        """,
        """
        public sealed class Service(IHost inner) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) => inner.StartAsync(cancellationToken);

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                try
                {
                    await inner.StopAsync(cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    // Time is up: the host goes on without it.
                }
            }
        }
        """);

    [Fact]
    public Task Look_alikes_are_not_looked_at() => Check.Silent(
        """
        public interface IHostedThing { Task StopAsync(CancellationToken cancellationToken); }
        public sealed class Service(IPipe pipe) : IHostedThing { public async Task StopAsync(CancellationToken cancellationToken) => await pipe.DrainAsync(); }
        """ + Pipe);
}
