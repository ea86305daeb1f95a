using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.StopDoesNotWaitAnalyzer,
    ShutdownAnalyzers.HostedServices.StopDoesNotWaitCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class StopDoesNotWaitTests
{
    private const string Feed =
        """


        public interface IFeed
        {
            Task PollAsync(CancellationToken ct);
            void Poll();
        }
        """;

    private const string Loop = "while (!ct.IsCancellationRequested) { await feed.PollAsync(ct); await Task.Delay(1000, ct); }";

    private static string Service(string stop, string start = "_loop = LoopAsync(_stop.Token);", string loop = Loop, string state = "", string more = "") => $$"""
        public sealed class Service(IFeed feed) : IHostedService, IDisposable
        {
            private readonly CancellationTokenSource _stop = new();
            private Task? _loop;{{(state.Length == 0 ? "" : "\n    " + state)}}

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
        """ + Feed;

    private const string Waits =
        """
        if (_loop is not null)
                {
                    await Task.WhenAny(_loop, Task.Delay(Timeout.Infinite, cancellationToken));
                }
            }
        """;

    [Theory]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken)\n    {\n        [|_stop.Cancel()|];\n        return Task.CompletedTask;\n    }", "_stop.Cancel();")]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken)\n    {\n        // a\n        [|_stop.Cancel()|]; // b\n        // c\n        return Task.CompletedTask;\n    }", "// a\n        _stop.Cancel(); // b\n        // c")]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) => [|_stop.CancelAsync()|];", "await _stop.CancelAsync();")]
    [InlineData("public async Task StopAsync(CancellationToken cancellationToken)\n    {\n        await [|_stop.CancelAsync()|];\n    }", "await _stop.CancelAsync();")]
    public async Task The_task_is_waited_for(string stop, string said)
    {
        // What is said above the return stays above the statement that takes its place.
        if (said.Contains("// c", StringComparison.Ordinal))
        {
            await Check.Finds(Service(stop));
            return;
        }

        await Check.Fixes(Service(stop), Service($"public async Task StopAsync(CancellationToken cancellationToken)\n    {{\n        {said}\n        {Waits}"));
    }

    [Theory]
    [InlineData("_ = LoopAsync(_stop.Token);", "_running = LoopAsync(_stop.Token);")]
    [InlineData("_ = Task.Run(() => LoopAsync(_stop.Token));", "_running = Task.Run(() => LoopAsync(_stop.Token));")]
    [InlineData("Task.Run(() => LoopAsync(_stop.Token));", "_running = Task.Run(() => LoopAsync(_stop.Token));")]
    public Task A_task_that_was_thrown_away_is_kept(string start, string kept)
        => Check.Fixes(
            Service("public Task StopAsync(CancellationToken cancellationToken)\n    {\n        [|_stop.Cancel()|];\n        return Task.CompletedTask;\n    }", start),
            Service("public async Task StopAsync(CancellationToken cancellationToken)\n    {\n        _stop.Cancel();\n        await Task.WhenAny(_running, Task.Delay(Timeout.Infinite, cancellationToken));\n    }", kept, state: "private Task _running = Task.CompletedTask;"));

    [Theory]
    [InlineData("if (_loop?.IsCompleted == false) { [|_stop.Cancel()|]; }")]
    [InlineData("End(); void End() => [|_stop.Cancel()|];")]
    [InlineData("try { [|_stop.Cancel()|]; } finally { _loop = null; }")]
    public Task Reported_however_it_is_cancelled(string stop)
        => Check.Finds(Service("public Task StopAsync(CancellationToken cancellationToken) { " + stop + " return Task.CompletedTask; }"));

    [Theory]
    [InlineData("_stop.Cancel(); await _loop!;")]
    [InlineData("_stop.Cancel(); await Task.WhenAny(_loop!, Task.Delay(-1, cancellationToken));")]
    [InlineData("_stop.Cancel(); await _loop!.WaitAsync(cancellationToken);")]
    [InlineData("_stop.Cancel(); if (_loop is { } loop) { await loop; }")]
    [InlineData("_stop.Cancel(); if (_loop is not { } loop) { return; } await loop;")]
    [InlineData("_stop.Cancel(); if (_loop is not Task loop) { return; } await loop;")]
    [InlineData("_stop.Cancel(); _loop!.Wait(1000, cancellationToken);")]
    [InlineData("_stop.Cancel(); _loop!.GetAwaiter().GetResult();")]
    [InlineData("_stop.Cancel(); await (_loop ?? Task.CompletedTask);")]
    [InlineData("_stop.Cancel(); var loop = Interlocked.Exchange(ref _loop, null); if (loop != null) { await loop; }")]
    [InlineData("await EndAsync(); async Task EndAsync() { _stop.Cancel(); await _loop!; }")]
    [InlineData("_stop.Cancel(); while (_loop!.IsCompleted == false) { await Task.Delay(10, cancellationToken); }")]
    [InlineData("_stop.Cancel(); foreach (var task in new[] { _loop! }) { await task; }")]
    [InlineData("_stop.Cancel(); var tasks = new List<Task>(); tasks.Add(_loop!); await Task.WhenAll(tasks);")]
    public Task A_stop_that_waits_is_silent(string stop)
        => Check.Silent(Service("public async Task StopAsync(CancellationToken cancellationToken) { await Task.Yield(); " + stop + " }"));

    [Theory]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) { _stop.Cancel(); return _loop ?? Task.CompletedTask; }", "")]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) { _stop.Cancel(); return Task.CompletedTask; }", "internal Task Completion => _loop!;")]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) { _stop.Cancel(); Waiting.For(_loop!); return Task.CompletedTask; }", "internal static class Waiting { public static void For(Task task) => task.Wait(); }")]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) => _stop.EndAsync(_loop!, cancellationToken);", "")]
    public Task A_task_that_others_can_wait_for_is_theirs(string stop, string more)
        => Check.Silent(Service(stop, more: more) +
            """

            internal static class Ends
            {
                public static async Task EndAsync(this CancellationTokenSource source, Task work, CancellationToken deadline)
                {
                    source.Cancel();
                    await Task.WhenAny(work, Task.Delay(-1, deadline));
                }
            }
            """);

    [Theory]
    [InlineData("private readonly TaskCompletionSource _done = new();", "_done.SetResult();", "await _done.Task;")]
    [InlineData("private readonly SemaphoreSlim _gate = new(1);", "_gate.Release();", "await _gate.WaitAsync(cancellationToken);")]
    [InlineData("private readonly ManualResetEventSlim _done = new();", "_done.Set();", "_done.Wait(cancellationToken);")]
    [InlineData("private volatile bool _ended;", "_ended = true;", "while (!_ended) { await Task.Delay(10); }")]
    public Task A_stop_that_meets_the_work_otherwise_is_silent(string state, string end, string stop)
        => Check.Silent(Service(
            "public async Task StopAsync(CancellationToken cancellationToken) { await _stop.CancelAsync(); " + stop + " }",
            loop: "try { " + Loop + " } finally { " + end + " }",
            state: state));

    [Fact]
    public Task Work_that_ends_by_itself_is_silent()
        => Check.Silent(Service("public Task StopAsync(CancellationToken cancellationToken) { _stop.Cancel(); return Task.CompletedTask; }", loop: "for (var i = 0; i < 5; i++) { await feed.PollAsync(ct); }"));

    [Fact]
    public Task Work_that_nothing_ends_is_another_rules_affair()
        => Check.Silent(Service("public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;"));

    [Fact]
    public Task Disposal_may_wait() => Check.Silent(
        """
        public sealed class Service(IFeed feed) : IHostedService, IAsyncDisposable
        {
            private readonly CancellationTokenSource _stop = new();
            private Task _loop = Task.CompletedTask;

            public Task StartAsync(CancellationToken cancellationToken) { _loop = LoopAsync(_stop.Token); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) => _stop.CancelAsync();
            public async ValueTask DisposeAsync() => await Task.WhenAny(_loop, Task.Delay(1000));
            private async Task LoopAsync(CancellationToken ct) { while (true) { await feed.PollAsync(ct); } }
        }
        """ + Feed);

    [Fact]
    public Task StoppedAsync_may_wait() => Check.Silent(
        """
        public sealed class Service(IFeed feed) : IHostedLifecycleService
        {
            private readonly CancellationTokenSource _stop = new();
            private Task _loop = Task.CompletedTask;

            public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StartAsync(CancellationToken cancellationToken) { _loop = LoopAsync(_stop.Token); return Task.CompletedTask; }
            public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StoppingAsync(CancellationToken cancellationToken) => _stop.CancelAsync();
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StoppedAsync(CancellationToken cancellationToken) => Task.WhenAny(_loop, Task.Delay(-1, cancellationToken));
            private async Task LoopAsync(CancellationToken ct) { while (true) { await feed.PollAsync(ct); } }
        }
        """ + Feed);

    [Fact]
    public Task A_base_class_is_told_of_once_and_its_hook_is_followed() => Check.Finds(
        """
        public abstract class Loops : IHostedService
        {
            private readonly CancellationTokenSource _stop = new();
            private Task? _loop;

            public Task StartAsync(CancellationToken cancellationToken) { _loop = Task.Run(() => RunAsync(_stop.Token)); return Task.CompletedTask; }
            public virtual Task StopAsync(CancellationToken cancellationToken) { [|_stop.Cancel()|]; return Task.CompletedTask; }
            protected abstract Task RunAsync(CancellationToken ct);
        }

        public sealed class Service(IFeed feed) : Loops
        {
            protected override async Task RunAsync(CancellationToken ct) { while (!ct.IsCancellationRequested) { await feed.PollAsync(ct); } }
        }
        """ + Feed);

    [Fact]
    public Task A_derived_class_may_wait() => Check.Silent(
        """
        public abstract class Loops(IFeed feed) : IHostedService
        {
            private readonly CancellationTokenSource _stop = new();
            protected Task Loop { get; private set; } = Task.CompletedTask;

            public Task StartAsync(CancellationToken cancellationToken) { Loop = RunAsync(_stop.Token); return Task.CompletedTask; }
            public virtual Task StopAsync(CancellationToken cancellationToken) { _stop.Cancel(); return Task.CompletedTask; }
            private async Task RunAsync(CancellationToken ct) { while (!ct.IsCancellationRequested) { await feed.PollAsync(ct); } }
        }

        public sealed class Service(IFeed feed) : Loops(feed)
        {
            public override async Task StopAsync(CancellationToken cancellationToken) { await base.StopAsync(cancellationToken); await Task.WhenAny(Loop, Task.Delay(-1, cancellationToken)); }
        }
        """ + Feed);

    [Fact]
    public Task A_periodic_timer_that_is_disposed_under_its_loop_is_reported() => Check.Finds(
        """
        internal sealed class Service : IHostedService
        {
            private readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(1));
            private readonly IFeed _feed;
            internal Service(IFeed feed) => _feed = feed;
            Task IHostedService.StartAsync(CancellationToken cancellationToken) { _ = Run(); return Task.CompletedTask; async Task Run() { while (await _timer.WaitForNextTickAsync()) { await _feed.PollAsync(default); } } }
            Task IHostedService.StopAsync(CancellationToken cancellationToken) { [|_timer.Dispose()|]; return Task.CompletedTask; }
        }
        """ + Feed);

    [Fact]
    public Task A_periodic_timer_whose_loop_is_awaited_is_silent() => Check.Silent(
        """
        public sealed class Service(IFeed feed) : IHostedService
        {
            private readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(1));
            private Task _loop = Task.CompletedTask;
            public Task StartAsync(CancellationToken cancellationToken) { _loop = Run(); return Task.CompletedTask; }
            public async Task StopAsync(CancellationToken cancellationToken) { _timer.Dispose(); await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }
            private async Task Run() { while (await _timer.WaitForNextTickAsync()) { await feed.PollAsync(default); } }
        }
        """ + Feed);

    private static string Threaded(string thread, string stop) => $$"""
        public sealed class Service(IFeed feed) : IHostedService
        {
            private volatile bool _ends;
            private Thread? _thread;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _thread = {{thread}};
                _thread.Start();
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                {{stop}}
                return Task.CompletedTask;
            }

            private void Run()
            {
                while (!_ends)
                {
                    feed.Poll();
                    Thread.Sleep(100);
                }
            }
        }
        """ + Feed;

    [Fact]
    public Task A_background_thread_is_joined()
        => Check.Fixes(Threaded("new Thread(Run) { IsBackground = true }", "[|_ends|] = true;"), Threaded("new Thread(Run) { IsBackground = true }", "_ends = true;\n        _thread?.Join(TimeSpan.FromSeconds(5));"));

    [Theory]
    [InlineData("new Thread(Run)", "_ends = true;")]
    [InlineData("new Thread(Run) { IsBackground = true }", "_ends = true; _thread!.Join();")]
    [InlineData("new Thread(Run) { IsBackground = true }", "_ends = true; _thread?.Join(500);")]
    public Task Threads_that_the_process_or_the_stop_waits_for_are_silent(string thread, string stop) => Check.Silent(Threaded(thread, stop));

    private static string Ticking(string callback, string stop, string more = "", string dispose = "public void Dispose() => _timer?.Dispose();", string face = "IDisposable") => $$"""
        public sealed class Service(IFeed feed) : IHostedService, {{face}}
        {
            private Timer? _timer;{{(more.Length == 0 ? "" : "\n    " + more)}}

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _timer = new Timer({{callback}}, null, TimeSpan.Zero, TimeSpan.FromSeconds(5));
                return Task.CompletedTask;
            }

            {{stop}}

            {{dispose}}
        }
        """ + Feed;

    [Fact]
    public Task The_disposal_of_a_timer_waits_for_its_tick()
        => Check.Fixes(
            Ticking("_ => feed.Poll()", "public Task StopAsync(CancellationToken cancellationToken)\n    {\n        // a\n        _timer?[|.Dispose()|]; // b\n        return Task.CompletedTask;\n    }"),
            Ticking("_ => feed.Poll()", "public async Task StopAsync(CancellationToken cancellationToken)\n    {\n        // a\n        if (_timer is not null)\n        {\n            await _timer.DisposeAsync();\n        } // b\n    }"));

    [Fact]
    public Task A_timer_that_is_only_told_to_tick_no_more_is_disposed_too()
        => Check.Fixes(
            Ticking("_ => feed.Poll()", "public Task StopAsync(CancellationToken cancellationToken)\n    {\n        _timer?[|.Change(Timeout.Infinite, 0)|];\n        return Task.CompletedTask;\n    }"),
            Ticking("_ => feed.Poll()", "public async Task StopAsync(CancellationToken cancellationToken)\n    {\n        _timer?.Change(Timeout.Infinite, 0);\n        if (_timer is not null)\n        {\n            await _timer.DisposeAsync();\n        }\n    }"));

    [Theory]
    [InlineData("async _ => await feed.PollAsync(default)")]
    [InlineData("_ => feed.PollAsync(default)")]
    [InlineData("_ => { _ = feed.PollAsync(default); }")]
    public Task A_tick_that_goes_on_by_itself_has_no_fix(string callback)
        => Check.Reports(Ticking(callback, "public async Task StopAsync(CancellationToken cancellationToken) { if (_timer is not null) { await [|_timer.DisposeAsync()|]; } }"));

    [Theory]
    [InlineData("_ => Console.WriteLine(1)", "public Task StopAsync(CancellationToken cancellationToken) { _timer?.Dispose(); return Task.CompletedTask; }")]
    [InlineData("_ => feed.Poll()", "public async Task StopAsync(CancellationToken cancellationToken) { if (_timer is not null) { await _timer.DisposeAsync(); } }")]
    [InlineData("_ => feed.Poll()", "public Task StopAsync(CancellationToken cancellationToken) => _timer?.DisposeAsync().AsTask() ?? Task.CompletedTask;")]
    [InlineData("_ => feed.Poll()", "public Task StopAsync(CancellationToken cancellationToken) { using var idle = new ManualResetEvent(false); if (_timer!.Dispose(idle)) { idle.WaitOne(1000); } return Task.CompletedTask; }")]
    public Task Ticks_that_are_waited_for_or_do_nothing_are_silent(string callback, string stop) => Check.Silent(Ticking(callback, stop));

    [Theory]
    [InlineData("_ => { lock (_gate) { feed.Poll(); } }", "public Task StopAsync(CancellationToken cancellationToken) { _timer?.Dispose(); lock (_gate) { } return Task.CompletedTask; }", "private readonly object _gate = new();")]
    [InlineData("async _ => { await _gate.WaitAsync(); try { await feed.PollAsync(default); } finally { _gate.Release(); } }", "public async Task StopAsync(CancellationToken cancellationToken) { _timer?.Dispose(); await _gate.WaitAsync(cancellationToken); }", "private readonly SemaphoreSlim _gate = new(1);")]
    [InlineData("_ => _tick = feed.PollAsync(default)", "public async Task StopAsync(CancellationToken cancellationToken) { _timer?.Dispose(); await Task.WhenAny(_tick, Task.Delay(-1, cancellationToken)); }", "private Task _tick = Task.CompletedTask;")]
    public Task A_stop_that_meets_the_tick_otherwise_is_silent(string callback, string stop, string more) => Check.Silent(Ticking(callback, stop, more));

    [Fact]
    public Task Disposal_of_the_timer_may_come_later()
        => Check.Silent(Ticking("_ => feed.Poll()", "public Task StopAsync(CancellationToken cancellationToken) { _timer?.Change(Timeout.Infinite, 0); return Task.CompletedTask; }",
            dispose: "public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? default;", face: "IAsyncDisposable"));

    private static string Divided(string stop, string start = "_task = RunAsync(_end.Token);", string end = "public void End() => _end.Cancel();", string field = "private readonly Poller _poller = new(feed);", string ran = Loop) =>
        $$"""
        public sealed class Service(IFeed feed) : IHostedService
        {
            {{field}}

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _poller.Begin();
                return Task.CompletedTask;
            }

            {{stop}}
        }

        public sealed class Poller(IFeed feed)
        {
            private readonly CancellationTokenSource _end = new();
            private Task? _task;

            public void Begin() { {{start}} }
            {{end}}

            private async Task RunAsync(CancellationToken ct)
            {
                {{ran}}
            }
        }
        """ + Feed;

    private const string EndsPart = "public Task StopAsync(CancellationToken cancellationToken) { [|_poller.End()|]; return Task.CompletedTask; }";

    [Theory]
    [InlineData("_task = RunAsync(_end.Token);", "private readonly Poller _poller = new(feed);")]
    [InlineData("_task ??= Task.Run(() => RunAsync(_end.Token));", "private Poller _poller = new Poller(feed);")]
    [InlineData("_ = RunAsync(_end.Token);", "private readonly Poller _poller = new(feed);")]
    [InlineData("if (_task is { IsCompleted: false }) return; _task = RunAsync(_end.Token);", "private readonly Poller _poller = new(feed);")]
    public Task A_part_of_the_service_that_it_ends_and_that_waits_for_nothing_is_reported(string start, string field)
        => Check.Reports(Divided(EndsPart, start, field: field));

    [Theory]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) => _poller.End();", "public Task End() { _end.Cancel(); return _task ?? Task.CompletedTask; }")]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) { _poller.End(); return Task.CompletedTask; }", "public void End() { _end.Cancel(); _task?.Wait(1000); }")]
    [InlineData("public async Task StopAsync(CancellationToken cancellationToken) { _poller.End(); await _poller.Ended; }", "public void End() => _end.Cancel(); public Task Ended => _task!;")]
    [InlineData("public async Task StopAsync(CancellationToken cancellationToken) { _poller.End(); while (_poller.IsBusy) await Task.Delay(10, cancellationToken); }", "public void End() => _end.Cancel(); public bool IsBusy => _task is { IsCompleted: false };")]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) { _poller.End(); SpinWait.SpinUntil(_poller.HasEnded, 1000); return Task.CompletedTask; }", "public void End() => _end.Cancel(); public bool HasEnded() => _task!.IsCompleted;")]
    [InlineData("public async Task StopAsync(CancellationToken cancellationToken) { await using var poller = _poller; _poller.End(); }", "public void End() => _end.Cancel(); public async ValueTask DisposeAsync() => await (_task ?? Task.CompletedTask);")]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) { _poller.End(); return Task.CompletedTask; }", "public void End() { _end.Cancel(); while (_task is { IsCompleted: false }) Thread.Sleep(10); }")]
    public Task A_part_that_can_be_waited_for_is_silent(string stop, string end) => Check.Silent(Divided(stop, end: end));

    [Theory]
    [InlineData("private readonly Poller _poller = Pollers.For(feed);", "internal static class Pollers { private static readonly Poller One = new(null!); public static Poller For(IFeed feed) => feed is null ? new(feed!) : One; }")]
    [InlineData("private readonly Poller _poller = Pollers.Known(new Poller(feed));", "internal static class Pollers { public static Poller Known(Poller poller) => poller; }")]
    public Task What_others_have_too_is_theirs_to_wait_for(string field, string more) => Check.Silent(Divided(EndsPart.Replace("[|", "").Replace("|]", ""), field: field) + more);

    [Fact]
    public Task A_part_whose_work_ends_by_itself_is_silent()
        => Check.Silent(Divided(EndsPart.Replace("[|", "").Replace("|]", ""), ran: "for (var i = 0; i < 5; i++) { await feed.PollAsync(ct); }"));

    [Fact]
    public Task Types_that_the_host_does_not_stop_are_not_looked_at() => Check.Silent(
        """
        public sealed class Poller(IFeed feed) : IDisposable
        {
            private readonly CancellationTokenSource _stop = new();
            public void Start() => _ = Task.Run(async () => { while (true) { await feed.PollAsync(_stop.Token); } });
            public void Dispose() => _stop.Cancel();
        }
        """ + Feed);
}
