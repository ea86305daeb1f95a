using System.Text.RegularExpressions;
using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.StartTokenOutlivesStartAnalyzer,
    ShutdownAnalyzers.HostedServices.StartTokenOutlivesStartCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class StartTokenOutlivesStartTests
{
    // A service around the statements of its StartAsync, with what they can name.
    private static string Service(string start) => $$"""
        public interface IFeed
        {
            Task PumpAsync(CancellationToken cancellationToken);
            IAsyncEnumerable<int> ReadAsync(CancellationToken cancellationToken);
            void Block(CancellationToken cancellationToken);
            event EventHandler Arrived;
        }

        public sealed class Service(IFeed feed, IHostApplicationLifetime lifetime) : IHostedService
        {
            private readonly CancellationTokenSource _stopping = new();
            private readonly List<Task> _tasks = [];
            private Task? _task;
            private Thread? _thread;
            private Timer? _timer;
            private volatile bool _stopped;

            public bool Started => lifetime.ApplicationStarted.IsCancellationRequested;

            public async Task StartAsync(CancellationToken cancellationToken)
            {
                await Task.Yield();
                {{start}}
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                _stopped = true;
                await _stopping.CancelAsync();
                await Task.WhenAny(Task.WhenAll([.. _tasks, _task ?? Task.CompletedTask]), Task.Delay(Timeout.Infinite, cancellationToken));
            }

            private async Task LoopAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested) await feed.PumpAsync(token);
            }

            private void Loop(CancellationToken token)
            {
                while (!token.IsCancellationRequested) feed.Block(token);
            }
        }
        """;

    [Theory]
    [InlineData("_task = Task.Run(() => LoopAsync([|cancellationToken|]));")]
    [InlineData("_task = Task.Run(() => LoopAsync([|cancellationToken|]), cancellationToken);")]
    [InlineData("_task = Task.Run(async () => { while (true) { await feed.PumpAsync([|cancellationToken|]); await Task.Delay(9, cancellationToken); } });")]
    [InlineData("_task = LoopAsync([|cancellationToken|]);")]
    [InlineData("_task = feed.PumpAsync([|cancellationToken|]);")]
    [InlineData("_task = Task.WhenAll(LoopAsync([|cancellationToken|]), feed.PumpAsync(cancellationToken));")]
    [InlineData("_tasks.Add(LoopAsync([|cancellationToken|]));")]
    [InlineData("for (var i = 0; i < 3; i++) _tasks.Add(Task.Run(() => LoopAsync([|cancellationToken|])));")]
    [InlineData("_tasks.AddRange(Enumerable.Range(0, 3).Select(_ => LoopAsync([|cancellationToken|])));")]
    [InlineData("_task = Task.Factory.StartNew(() => Loop([|cancellationToken|]), TaskCreationOptions.LongRunning);")]
    [InlineData("_thread = new Thread(() => Loop([|cancellationToken|])); _thread.Start();")]
    [InlineData("_thread = new Thread(state => Loop((CancellationToken)state!)); _thread.Start([|cancellationToken|]);")]
    [InlineData("_timer = new Timer(_ => feed.Block([|cancellationToken|]), null, 0, 1000);")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => Loop([|cancellationToken|]));")]
    [InlineData("feed.Arrived += async (_, _) => await feed.PumpAsync([|cancellationToken|]);")]
    [InlineData("var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken); _task = LoopAsync([|linked.Token|]);")]
    [InlineData("var token = cancellationToken; _task = LoopAsync([|token|]);")]
    [InlineData("Func<Task> loop = () => LoopAsync([|cancellationToken|]); _task = Task.Run(loop);")]
    [InlineData("_task = Local(); async Task Local() { while (true) await feed.PumpAsync([|cancellationToken|]); }")]
    [InlineData("Local([|cancellationToken|]); async void Local(CancellationToken token) { while (true) await feed.PumpAsync(token); }")]
    [InlineData("_task = Task.Run(async () => { await foreach (var it in feed.ReadAsync([|cancellationToken|])) Console.WriteLine(it); });")]
    [InlineData("_task = LoopAsync([|cancellationToken|]); if (_task.IsCompleted) await _task;")]
    [InlineData("Launch(() => LoopAsync([|cancellationToken|])); void Launch(Func<Task> body) => _task = Task.Run(body);")]
    [InlineData("Launch(() => Loop([|cancellationToken|])); void Launch(Action body) { _thread = new Thread(() => body()); _thread.Start(); }")]
    public Task Work_that_goes_on_watches_the_token_of_the_start(string start) => Check.Fixes(
        Service(start),
        Service(Regex.Replace(start, @"\[\|(linked\.Token|cancellationToken|token)\|\]", "_stopping.Token")
            .Replace("await Task.Delay(9, cancellationToken)", "await Task.Delay(9, _stopping.Token)", StringComparison.Ordinal)
            .Replace("feed.PumpAsync(cancellationToken)", "feed.PumpAsync(_stopping.Token)", StringComparison.Ordinal)));

    [Theory]
    [InlineData("await LoopAsync(cancellationToken);")]
    [InlineData("await Task.Run(() => LoopAsync(cancellationToken));")]
    [InlineData("await Task.Run(() => Loop(cancellationToken), cancellationToken).ConfigureAwait(false);")]
    [InlineData("var first = feed.PumpAsync(cancellationToken); var second = feed.PumpAsync(cancellationToken); await Task.WhenAll(first, second);")]
    [InlineData("_task = feed.PumpAsync(cancellationToken); await _task;")]
    [InlineData("await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => feed.PumpAsync(cancellationToken)));")]
    [InlineData("feed.PumpAsync(cancellationToken).Wait(cancellationToken);")]
    [InlineData("feed.PumpAsync(cancellationToken).GetAwaiter().GetResult();")]
    [InlineData("Task.WaitAll(feed.PumpAsync(cancellationToken), feed.PumpAsync(cancellationToken));")]
    [InlineData("await foreach (var it in feed.ReadAsync(cancellationToken)) Console.WriteLine(it);")]
    [InlineData("var all = feed.ReadAsync(cancellationToken); await foreach (var it in all) Console.WriteLine(it);")]
    [InlineData("cancellationToken.ThrowIfCancellationRequested(); feed.Block(cancellationToken);")]
    [InlineData("new[] { 1, 2 }.ToList().ForEach(_ => feed.Block(cancellationToken));")]
    [InlineData("await Parallel.ForEachAsync(new[] { 1 }, cancellationToken, async (_, token) => await feed.PumpAsync(token));")]
    [InlineData("await Once(() => feed.PumpAsync(cancellationToken)); static async Task Once(Func<Task> body) => await Task.Run(body);")]
    public Task Work_that_the_start_waits_for_may_watch_its_token(string start) => Check.Silent(Service(start));

    [Theory]
    [InlineData("_task = Task.Run(() => LoopAsync(_stopping.Token), cancellationToken);")]
    [InlineData("_task = LoopAsync(lifetime.ApplicationStopping);")]
    [InlineData("_task = Task.Factory.StartNew(() => Loop(_stopping.Token), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);")]
    [InlineData("_task = feed.PumpAsync(_stopping.Token).ContinueWith(static _ => { }, cancellationToken);")]
    [InlineData("var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping); _task = LoopAsync(linked.Token);")]
    [InlineData("var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken); linked.CancelAfter(5000); _task = feed.PumpAsync(linked.Token);")]
    [InlineData("_task = Task.Run(async () => { while (!_stopping.IsCancellationRequested) await Task.Delay(99, cancellationToken); });")]
    [InlineData("_task = Task.Run(async () => { while (!_stopped) await Task.Delay(99, cancellationToken); });")]
    [InlineData("_task = Task.Run(async () => { while (!_stopping.Token.IsCancellationRequested) await Task.Delay(99, cancellationToken); });")]
    [InlineData("Launch(() => LoopAsync(_stopping.Token)); void Launch(Func<Task> body) => _task = Task.Run(body, cancellationToken);")]
    public Task Work_that_something_else_ends_may_watch_the_token_too(string start) => Check.Silent(Service(start));

    [Fact]
    public Task A_retry_that_gives_up_by_itself_may_watch_it() => Check.Silent(Service(
        """
        _task = Task.Run(async () =>
        {
            for (var attempt = 0; attempt < 5; attempt++)
            {
                try { await feed.PumpAsync(cancellationToken); return; }
                catch (IOException) { await Task.Delay(1000, cancellationToken); }
            }
        });
        """));

    [Fact]
    public Task Linked_source_in_a_field_that_the_stop_path_cancels_is_what_the_framework_does() => Check.Silent(
        """
        public sealed class Service : IHostedService, IDisposable
        {
            private CancellationTokenSource? _stopping;
            private Task? _task;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                _task = RunAsync(_stopping.Token);
                return _task.IsCompleted ? _task : Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                _stopping?.Cancel();
                if (_task is not null) await Task.WhenAny(_task, Task.Delay(Timeout.Infinite, cancellationToken));
            }

            public void Dispose() => _stopping?.Dispose();

            private static Task RunAsync(CancellationToken token) => Task.Delay(Timeout.Infinite, token);
        }
        """);

    [Fact]
    public Task Linked_source_in_a_field_that_nobody_cancels_is_no_better() => Check.Fixes(
        """
        public sealed class Service : IHostedService
        {
            private CancellationTokenSource? _source;
            private Task? _task;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _source = CancellationTokenSource.CreateLinkedTokenSource([|cancellationToken|]);
                _task = Task.Run(RunAsync);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            private Task RunAsync() => Task.Delay(Timeout.Infinite, _source!.Token);
        }
        """,
        """
        public sealed class Service : IHostedService
        {
            private CancellationTokenSource? _source;
            private Task? _task;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                _task = Task.Run(RunAsync);
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                _source?.Cancel();
                if (_task is not null)
                {
                    await Task.WhenAny(_task, Task.Delay(Timeout.Infinite, cancellationToken));
                }
            }

            private Task RunAsync() => Task.Delay(Timeout.Infinite, _source!.Token);
        }
        """);

    [Fact]
    public Task Token_kept_in_a_field_is_read_by_what_runs_later() => Check.Fixes(
        """
        public sealed class Service : IHostedService
        {
            private CancellationToken _token;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _token = [|cancellationToken|];
                new Thread(Run) { IsBackground = true }.Start();
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            private void Run()
            {
                while (!_token.IsCancellationRequested) Console.Beep();
            }
        }
        """,
        """
        public sealed class Service : IHostedService, IDisposable
        {
            private CancellationToken _token;
            private readonly CancellationTokenSource _stopping = new CancellationTokenSource();

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _token = _stopping.Token;
                new Thread(Run) { IsBackground = true }.Start();
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                await _stopping.CancelAsync();
            }

            public void Dispose()
            {
                _stopping.Dispose();
            }

            private void Run()
            {
                while (!_token.IsCancellationRequested) Console.Beep();
            }
        }
        """);

    [Fact]
    public Task Token_kept_in_a_field_for_the_start_only_is_fine() => Check.Silent(
        """
        public sealed class Service : IHostedService
        {
            private CancellationToken _token;

            public async Task StartAsync(CancellationToken cancellationToken)
            {
                _token = cancellationToken;
                await MigrateAsync();
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            private Task MigrateAsync() => Task.Delay(100, _token);
        }
        """);

    [Fact]
    public Task Token_inside_an_object_is_the_same_token() => Check.Fixes(
        """
        public abstract class FeedService<TFeed> : IHostedService where TFeed : notnull
        {
            private Task? _pump;

            protected abstract TFeed Feed { get; }
            protected abstract Task PumpAsync(TFeed feed, CancellationToken token);

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _pump = StartPump(new(Feed, [|cancellationToken|]));
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                if (_pump is not null) await Task.WhenAny(_pump, Task.Delay(Timeout.Infinite, cancellationToken));
            }

            private async Task StartPump(Context context) => await PumpAsync(context.Feed, context.Token);

            private sealed record Context(TFeed Feed, CancellationToken Token);
        }
        """,
        """
        public abstract class FeedService<TFeed> : IHostedService, IDisposable where TFeed : notnull
        {
            private Task? _pump;
            private readonly CancellationTokenSource _stopping = new CancellationTokenSource();

            protected abstract TFeed Feed { get; }
            protected abstract Task PumpAsync(TFeed feed, CancellationToken token);

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _pump = StartPump(new(Feed, _stopping.Token));
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                await _stopping.CancelAsync();
                if (_pump is not null) await Task.WhenAny(_pump, Task.Delay(Timeout.Infinite, cancellationToken));
            }

            public void Dispose()
            {
                _stopping.Dispose();
            }

            private async Task StartPump(Context context) => await PumpAsync(context.Feed, context.Token);

            private sealed record Context(TFeed Feed, CancellationToken Token);
        }
        """);

    [Fact]
    public Task Options_made_with_the_token_carry_it() => Check.Reports(
        """
        public sealed class Service : IHostedService
        {
            private Task? _task;

            Task IHostedService.StartAsync(CancellationToken cancellationToken)
            {
                var options = new ParallelOptions { CancellationToken = cancellationToken };
                _task = Task.Run(() => Parallel.ForEach(Forever(), [|options|], static it => Console.WriteLine(it)));
                return Task.CompletedTask;
            }

            Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            private static IEnumerable<int> Forever() { while (true) yield return 1; }
        }
        """);

    [Fact]
    public Task A_helper_starts_the_work() => Check.Fixes(
        """
        public abstract class Base : IHostedService
        {
            private Task? _task;

            public virtual Task StartAsync(CancellationToken cancellationToken)
            {
                Begin(cancellationToken);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            protected abstract Task RunAsync(CancellationToken token);

            private void Begin(CancellationToken token) => _task = Task.Run(() => RunAsync([|token|]));
        }

        public sealed class Derived : Base
        {
            public override async Task StartAsync(CancellationToken cancellationToken)
            {
                await base.StartAsync(cancellationToken);
                Console.WriteLine("started");
            }

            protected override Task RunAsync(CancellationToken token) => Task.Delay(-1, token);
        }
        """,
        """
        public abstract class Base : IHostedService, IDisposable
        {
            private Task? _task;
            private readonly CancellationTokenSource _stopping = new CancellationTokenSource();

            public virtual Task StartAsync(CancellationToken cancellationToken)
            {
                Begin(cancellationToken);
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                await _stopping.CancelAsync();
                if (_task is not null)
                {
                    await Task.WhenAny(_task, Task.Delay(Timeout.Infinite, cancellationToken));
                }
            }

            public void Dispose()
            {
                _stopping.Dispose();
            }

            protected abstract Task RunAsync(CancellationToken token);

            private void Begin(CancellationToken token) => _task = Task.Run(() => RunAsync(_stopping.Token));
        }

        public sealed class Derived : Base
        {
            public override async Task StartAsync(CancellationToken cancellationToken)
            {
                await base.StartAsync(cancellationToken);
                Console.WriteLine("started");
            }

            protected override Task RunAsync(CancellationToken token) => Task.Delay(-1, token);
        }
        """);

    [Fact]
    public Task Another_type_starts_the_work_and_is_handed_the_token() => Check.Fixes(
        """
        public sealed class Pump
        {
            private Task? _task;

            public Pump Start(CancellationToken token)
            {
                _task = Task.Run(async () => { while (!token.IsCancellationRequested) await Task.Delay(100, token); });
                return this;
            }
        }

        public sealed class Service(Pump pump) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken)
            {
                pump.Start([|cancellationToken|]);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """,
        """
        public sealed class Pump
        {
            private Task? _task;

            public Pump Start(CancellationToken token)
            {
                _task = Task.Run(async () => { while (!token.IsCancellationRequested) await Task.Delay(100, token); });
                return this;
            }
        }

        public sealed class Service(Pump pump) : IHostedService, IDisposable
        {
            private readonly CancellationTokenSource _stopping = new CancellationTokenSource();

            public Task StartAsync(CancellationToken cancellationToken)
            {
                pump.Start(_stopping.Token);
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                await _stopping.CancelAsync();
            }

            public void Dispose()
            {
                _stopping.Dispose();
            }
        }
        """);

    [Fact]
    public Task Another_type_keeps_the_token() => Check.Fixes(
        """
        public sealed class Pump(CancellationToken token)
        {
            private Thread? _thread;

            public void Start()
            {
                _thread = new Thread(Run);
                _thread.Start();
            }

            private void Run()
            {
                while (!token.IsCancellationRequested) Console.Beep();
            }
        }

        public sealed class Service : IHostedService
        {
            private Pump? _pump;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _pump = new Pump([|cancellationToken|]);
                _pump.Start();
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """,
        """
        public sealed class Pump(CancellationToken token)
        {
            private Thread? _thread;

            public void Start()
            {
                _thread = new Thread(Run);
                _thread.Start();
            }

            private void Run()
            {
                while (!token.IsCancellationRequested) Console.Beep();
            }
        }

        public sealed class Service : IHostedService, IDisposable
        {
            private Pump? _pump;
            private readonly CancellationTokenSource _stopping = new CancellationTokenSource();

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _pump = new Pump(_stopping.Token);
                _pump.Start();
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                await _stopping.CancelAsync();
            }

            public void Dispose()
            {
                _stopping.Dispose();
            }
        }
        """);

    [Theory]
    [InlineData("StartingAsync")]
    [InlineData("StartedAsync")]
    public Task The_other_methods_of_a_start_have_such_a_token_too(string method) => Check.Fixes(
        $$"""
        public sealed class Service : IHostedLifecycleService
        {
            private Task? _task;

            public Task {{method}}(CancellationToken cancellationToken)
            {
                _task = Task.Delay(-1, CancellationToken.None).ContinueWith(_ => Task.Delay(-1, [|cancellationToken|]), CancellationToken.None);
                return Task.CompletedTask;
            }

            public Task {{(method == "StartingAsync" ? "StartedAsync" : "StartingAsync")}}(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """,
        $$"""
        public sealed class Service : IHostedLifecycleService, IDisposable
        {
            private Task? _task;
            private readonly CancellationTokenSource _stopping = new CancellationTokenSource();

            public Task {{method}}(CancellationToken cancellationToken)
            {
                _task = Task.Delay(-1, CancellationToken.None).ContinueWith(_ => Task.Delay(-1, _stopping.Token), CancellationToken.None);
                return Task.CompletedTask;
            }

            public Task {{(method == "StartingAsync" ? "StartedAsync" : "StartingAsync")}}(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public async Task StopAsync(CancellationToken cancellationToken)
            {
                await _stopping.CancelAsync();
                if (_task is not null)
                {
                    await Task.WhenAny(_task, Task.Delay(Timeout.Infinite, cancellationToken));
                }
            }

            public void Dispose()
            {
                _stopping.Dispose();
            }

            public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task A_background_service_may_start_more_than_its_body() => Check.Fixes(
        """
        public sealed class Worker : BackgroundService
        {
            public override Task StartAsync(CancellationToken cancellationToken)
            {
                _ = WatchAsync([|cancellationToken|]);
                return base.StartAsync(cancellationToken);
            }

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(-1, stoppingToken);

            private static async Task WatchAsync(CancellationToken token)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                while (await timer.WaitForNextTickAsync(token)) Console.WriteLine();
            }
        }
        """,
        """
        public sealed class Worker : BackgroundService
        {
            private readonly CancellationTokenSource _stopping = new CancellationTokenSource();
            private Task _running = Task.CompletedTask;

            public override Task StartAsync(CancellationToken cancellationToken)
            {
                _running = WatchAsync(_stopping.Token);
                return base.StartAsync(cancellationToken);
            }

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(-1, stoppingToken);

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await _stopping.CancelAsync();
                await base.StopAsync(cancellationToken);
                await Task.WhenAny(_running, Task.Delay(Timeout.Infinite, cancellationToken));
            }

            public override void Dispose()
            {
                _stopping.Dispose();
                base.Dispose();
            }

            private static async Task WatchAsync(CancellationToken token)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                while (await timer.WaitForNextTickAsync(token)) Console.WriteLine();
            }
        }
        """);

    [Fact]
    public Task A_callback_on_the_token_of_a_start_that_is_over_never_runs() => Check.Fixes(
        """
        public sealed class Service : IHostedService
        {
            private Timer? _timer;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _timer = new Timer(static _ => Console.WriteLine(), null, 0, 1000);
                [|cancellationToken|].Register(() => _timer.Dispose());
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """,
        """
        public sealed class Service : IHostedService, IDisposable
        {
            private Timer? _timer;
            private readonly CancellationTokenSource _stopping = new CancellationTokenSource();

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _timer = new Timer(static _ => Console.WriteLine(), null, 0, 1000);
                _stopping.Token.Register(() => _timer.Dispose());
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                await _stopping.CancelAsync();
            }

            public void Dispose()
            {
                _stopping.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_callback_that_cuts_the_start_short_is_fine() => Check.Silent(
        """
        public sealed class Service(IHostApplicationLifetime lifetime) : IHostedService
        {
            public async Task StartAsync(CancellationToken cancellationToken)
            {
                var ready = new TaskCompletionSource();
                cancellationToken.Register(() => ready.TrySetCanceled());
                lifetime.ApplicationStarted.Register(() => ready.TrySetResult());
                await ready.Task;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task A_service_that_starts_others_hands_its_token_on() => Check.Silent(
        """
        public sealed class All(IEnumerable<IHostedService> services) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(services.Select(it => it.StartAsync(cancellationToken)));
            public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(services.Select(it => it.StopAsync(cancellationToken)));
        }
        """);

    [Fact]
    public Task Start_methods_of_other_types_are_not_the_hosts() => Check.Silent(
        """
        public sealed class Pump
        {
            private Task? _task;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _task = Task.Run(() => Task.Delay(-1, cancellationToken));
                return Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task Old_code_style_makes_no_difference() => Check.Fixes(
        """
        #nullable disable
        namespace Legacy
        {
            public class Service : IHostedService
            {
                private Task task;

                public Task StartAsync(CancellationToken cancellationToken)
                {
                    this.task = Task.Factory.StartNew(delegate { while (![|cancellationToken|].IsCancellationRequested) { Console.Beep(); } });
                    return Task.FromResult(0);
                }

                public Task StopAsync(CancellationToken cancellationToken)
                {
                    return Task.FromResult(0);
                }
            }
        }
        """,
        """
        #nullable disable
        namespace Legacy
        {
            public class Service : IHostedService, IDisposable
            {
                private Task task;
                private readonly CancellationTokenSource stopping = new CancellationTokenSource();

                public Task StartAsync(CancellationToken cancellationToken)
                {
                    this.task = Task.Factory.StartNew(delegate { while (!stopping.Token.IsCancellationRequested) { Console.Beep(); } });
                    return Task.FromResult(0);
                }

                public async Task StopAsync(CancellationToken cancellationToken)
                {
                    await stopping.CancelAsync();
                    if (task is not null)
                    {
                        await Task.WhenAny(task, Task.Delay(Timeout.Infinite, cancellationToken));
                    }
                }

                public void Dispose()
                {
                    stopping.Dispose();
                }
            }
        }
        """);

    [Theory]
    [InlineData("_ = LoopAsync([|cancellationToken|]);", "_running = LoopAsync(_stopping.Token);")]
    [InlineData("LoopAsync([|cancellationToken|]);", "_running = LoopAsync(_stopping.Token);")]
    [InlineData("Task.Run(() => LoopAsync([|cancellationToken|]), cancellationToken);", "_running = Task.Run(() => LoopAsync(_stopping.Token), cancellationToken);")]
    [InlineData("_ = Task.WhenAll(LoopAsync([|cancellationToken|]), LoopAsync(cancellationToken));", "_running = Task.WhenAll(LoopAsync(_stopping.Token), LoopAsync(_stopping.Token));")]
    [InlineData("LoopAsync([|cancellationToken|]).ContinueWith(static _ => { });", "_running = LoopAsync(_stopping.Token).ContinueWith(static _ => { });")]
    public Task A_task_that_is_thrown_away_is_kept_and_waited_for(string start, string fixedStart) => Check.Fixes(
        Thrower(start, "public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;"),
        Thrower(fixedStart,
            """
            public async Task StopAsync(CancellationToken cancellationToken)
                {
                    await _stopping.CancelAsync();
                    await Task.WhenAny(_running, Task.Delay(Timeout.Infinite, cancellationToken));
                }
            """, "Task _running = Task.CompletedTask;"));

    [Theory]
    [InlineData("for (var i = 0; i < 3; i++) _ = LoopAsync([|cancellationToken|]);", "for (var i = 0; i < 3; i++) _running.Add(LoopAsync(_stopping.Token));")]
    [InlineData("foreach (var it in new[] { 1 }) { LoopAsync([|cancellationToken|]); }", "foreach (var it in new[] { 1 }) { _running.Add(LoopAsync(_stopping.Token)); }")]
    public Task Tasks_that_are_thrown_away_are_kept_in_a_list(string start, string fixedStart) => Check.Fixes(
        Thrower(start, "public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;"),
        Thrower(fixedStart,
            """
            public async Task StopAsync(CancellationToken cancellationToken)
                {
                    await _stopping.CancelAsync();
                    await Task.WhenAny(Task.WhenAll(_running), Task.Delay(Timeout.Infinite, cancellationToken));
                }
            """, "readonly List<Task> _running = new List<Task>();"));

    // A disposable service that throws its tasks away.
    private static string Thrower(string start, string stop, string? field = null) => $$"""
        public sealed class Service : IHostedService, IDisposable
        {
            private readonly MemoryStream _buffer = new();{{(field is null ? "" : "\n    private readonly CancellationTokenSource _stopping = new CancellationTokenSource();\n    private " + field)}}

            public Task StartAsync(CancellationToken cancellationToken)
            {
                {{start}}
                return Task.CompletedTask;
            }

            {{stop}}

            public void Dispose(){{(field is null ? " => _buffer.Dispose();" : "\n    {\n        _buffer.Dispose();\n        _stopping.Dispose();\n    }")}}

            private static async Task LoopAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested) await Task.Delay(10, token);
            }
        }
        """;

    [Fact]
    public Task Comments_stay_where_they_are() => Check.Fixes(
        """
        // the service
        public sealed class Service : IHostedService, IAsyncDisposable // hosted
        {
            // its work
            private Task? _work; // started once

            // starts
            public Task StartAsync(CancellationToken cancellationToken) // of the host
            {
                // in the background
                _work /* kept */ = /* now */ Task.Run(() => /* run */ RunAsync(/* the */ [|cancellationToken|] /* token */)); // go
                return Task.CompletedTask; // at once
            }

            // stops
            public Task StopAsync(CancellationToken cancellationToken) // at the end
                => /* nothing */ Task.CompletedTask /* to do */; // really

            // releases
            public ValueTask DisposeAsync() => /* nothing */ default; // either

            private static Task RunAsync(CancellationToken token) => Task.Delay(-1, token);
        }
        """,
        """
        // the service
        public sealed class Service : IHostedService, IAsyncDisposable // hosted
        {
            // its work
            private Task? _work; // started once
            private readonly CancellationTokenSource _stopping = new CancellationTokenSource();

            // starts
            public Task StartAsync(CancellationToken cancellationToken) // of the host
            {
                // in the background
                _work /* kept */ = /* now */ Task.Run(() => /* run */ RunAsync(/* the */ _stopping.Token /* token */)); // go
                return Task.CompletedTask; // at once
            }

            // stops
            public async Task StopAsync(CancellationToken cancellationToken) // at the end
            {
                await _stopping.CancelAsync();
                if (_work is not null)
                {
                    await Task.WhenAny(_work, Task.Delay(Timeout.Infinite, cancellationToken));
                }
                /* nothing */
                /* to do */ // really
            }

            // releases
            public async ValueTask DisposeAsync()
            {
                _stopping.Dispose();
                /* nothing */
                // either
            }

            private static Task RunAsync(CancellationToken token) => Task.Delay(-1, token);
        }
        """);

    [Fact]
    public Task Object_that_the_stop_path_stops_may_go_on_starting() => Check.Silent(
        """
        public interface IDepot { Task Start(CancellationToken token); Task Stop(CancellationToken token); }

        public sealed class Service(IDepot depot) : IHostedService
        {
            private readonly IDepot _depot = depot;
            private Task? _start;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _start = _depot.Start(cancellationToken);
                return _start.IsCompleted ? _start : Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => _depot.Stop(cancellationToken);
        }
        """);
}
