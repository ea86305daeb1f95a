using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.HostedServices.StartBlocksTheHostAnalyzer,
    ShutdownAnalyzers.HostedServices.StartBlocksTheHostCodeFix>;

namespace ShutdownAnalyzers.Tests.HostedServices;

public sealed class StartBlocksTheHostTests
{
    private const string Feed =
        """

        public interface IFeed { bool IsReady { get; } Task PullAsync(); Task PullAsync(CancellationToken token); void Pull(); }
        """;

    private static string Plain(string body, string modifiers = "public async", string token = "cancellationToken", string stop = "public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;") =>
        $$"""
        public class Poller(IFeed feed) : IHostedService
        {
            {{modifiers}} Task StartAsync(CancellationToken {{token}})
            {
                {{body}}
            }

            {{stop}}
        }

        """ + Feed;

    private static string Background(string body, string modifiers = "protected override async", string token = "stoppingToken") =>
        $$"""
        public class Poller(IFeed feed) : BackgroundService
        {
            {{modifiers}} Task ExecuteAsync(CancellationToken {{token}})
            {
                {{body}}
            }
        }

        """ + Feed;

    [Theory]
    [InlineData(
        "[|while|] (true) { await feed.PullAsync(); await Task.Delay(1000); }",
        "while (!stoppingToken.IsCancellationRequested) { await feed.PullAsync(); await Task.Delay(1000, stoppingToken); }")]
    [InlineData(
        "[|while|] (!cancellationToken.IsCancellationRequested) { await feed.PullAsync(cancellationToken); await Task.Delay(1000, cancellationToken); }",
        "while (!stoppingToken.IsCancellationRequested) { await feed.PullAsync(stoppingToken); await Task.Delay(1000, stoppingToken); }")]
    [InlineData(
        "using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); [|while|] (await timer.WaitForNextTickAsync(cancellationToken)) { await feed.PullAsync(); }",
        "using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); while (await timer.WaitForNextTickAsync(stoppingToken)) { await feed.PullAsync(); }")]
    [InlineData(
        "using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); [|while|] (await timer.WaitForNextTickAsync()) { await feed.PullAsync(); }",
        "using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); while (await timer.WaitForNextTickAsync(stoppingToken)) { await feed.PullAsync(); }")]
    [InlineData(
        "[|for|] (;;) { await feed.PullAsync(); }",
        "for (; !stoppingToken.IsCancellationRequested;) { await feed.PullAsync(); }")]
    [InlineData(
        "await feed.PullAsync(); [|await Task.Delay(Timeout.Infinite, cancellationToken)|];",
        "await feed.PullAsync(); await Task.Delay(Timeout.Infinite, stoppingToken);")]
    [InlineData(
        "await feed.PullAsync(); [|await Task.Delay(-1)|];",
        "await feed.PullAsync(); await Task.Delay(-1, stoppingToken);")]
    public Task Service_whose_start_never_returns_becomes_a_background_service(string start, string execute)
        => Check.Fixes(Plain(start), Background(execute));

    [Fact]
    public Task Comments_in_every_gap_survive() => Check.Fixes(
        """
        // a
        public class Poller /* b */ : /* c */ IHostedService // d
        { // e
            /// <summary>Polls.</summary>
            public /* f */ async /* g */ Task /* h */ StartAsync(/* i */ CancellationToken cancellationToken /* j */) // k
            { // l
                // m
                [|while|] (/* n */ true /* o */) // p
                {
                    await Task.Delay(1000 /* q */); // r
                } // s
            } // t

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """,
        """
        // a
        public class Poller /* b */ : /* c */ BackgroundService // d
        { // e
            /// <summary>Polls.</summary>
            protected override /* f */ async /* g */ Task /* h */ ExecuteAsync(/* i */ CancellationToken stoppingToken /* j */) // k
            { // l
                // m
                while (/* n */ !stoppingToken.IsCancellationRequested /* o */) // p
                {
                    await Task.Delay(1000 /* q */, stoppingToken); // r
                } // s
            } // t
        }
        """);

    [Theory]
    [InlineData("async Task IHostedService.", "Task IHostedService.StopAsync(CancellationToken token) => Task.CompletedTask;")]
    [InlineData("public async Task ", "public Task StopAsync(CancellationToken token)\n    {\n        return Task.CompletedTask;\n    }")]
    [InlineData("public async Task ", "public async Task StopAsync(CancellationToken token) { }")]
    public Task Members_in_every_spelling(string start, string stop) => Check.Fixes(
        $$"""
        internal sealed class Poller : IHostedService
        {
            {{start}}StartAsync(CancellationToken token)
            {
                [|while|] (true)
                {
                    await Task.Delay(1000);
                }
            }

            {{stop}}
        }
        """,
        """
        internal sealed class Poller : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    await Task.Delay(1000, stoppingToken);
                }
            }
        }
        """);

    [Fact]
    public Task Name_that_is_taken_leaves_the_parameter_its_own() => Check.Fixes(
        Plain("CancellationToken stoppingToken = default; [|while|] (true) { await feed.PullAsync(stoppingToken); }"),
        Background("CancellationToken stoppingToken = default; while (!cancellationToken.IsCancellationRequested) { await feed.PullAsync(stoppingToken); }", token: "cancellationToken"));

    [Theory]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) => feed.PullAsync();")]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) { feed.Pull(); return Task.CompletedTask; }")]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask; public Task ExecuteAsync() => feed.PullAsync();")]
    [InlineData("public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask; // nothing to do")]
    public Task Service_that_is_more_than_its_start_is_left_to_the_author(string stop)
        => Check.Reports(Plain("[|while|] (true) { await feed.PullAsync(); }", stop: stop));

    [Theory]
    [InlineData(": IHostedService, IDisposable", "public void Dispose() { }")]
    [InlineData(": Base, IHostedService", "")]
    [InlineData(": IHostedLifecycleService", "public Task StartingAsync(CancellationToken token) => Task.CompletedTask; public Task StartedAsync(CancellationToken token) => Task.CompletedTask; public Task StoppingAsync(CancellationToken token) => Task.CompletedTask; public Task StoppedAsync(CancellationToken token) => Task.CompletedTask;")]
    public Task Other_bases_are_left_to_the_author(string bases, string members) => Check.Reports(
        $$"""
        public class Base { }

        public class Poller {{bases}}
        {
            public async Task StartAsync(CancellationToken token)
            {
                [|while|] (true) { await Task.Delay(1000); }
            }

            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
            {{members}}
        }
        """);

    [Theory]
    [InlineData("await PollAsync(); async Task PollAsync() { [|while|] (true) { await feed.PullAsync(); } }")]
    [InlineData("await Task.Run(async () => { [|while|] (true) { await feed.PullAsync(); } });")]
    [InlineData("await Task.WhenAll(feed.PullAsync(), PollAsync()); async Task PollAsync() { [|while|] (true) { await feed.PullAsync(); } }")]
    [InlineData("await feed.PullAsync(); Poll(); void Poll() { [|while|] (true) { feed.Pull(); } }")]
    [InlineData("await feed.PullAsync(); PollAsync().GetAwaiter().GetResult(); async Task PollAsync() { [|while|] (true) { await feed.PullAsync(); } }")]
    [InlineData("await feed.PullAsync(); [|Thread.Sleep(Timeout.Infinite)|];")]
    public Task Helpers_that_are_waited_for_hold_it_up_as_well(string start) => Check.Finds(Plain(start));

    [Fact]
    public Task Helper_of_another_type_is_reported_where_it_is_called() => Check.Reports(
        """
        public class Poller(Pump pump) : IHostedService
        {
            public Task StartAsync(CancellationToken token) => [|pump.RunAsync(token)|];
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
        }

        public class Pump(IFeed feed)
        {
            internal async Task RunAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested) { await feed.PullAsync(); }
            }
        }

        """ + Feed);

    [Theory]
    [InlineData("[|while|] (true) { if (feed.IsReady) return; await Task.Delay(1000); }")]
    [InlineData("[|for|] (var round = 1; ; round++) { if (feed.IsReady) break; Console.WriteLine(round); await Task.Delay(1000); }")]
    [InlineData("[|while|] (!feed.IsReady) { await Task.Delay(1000); }")]
    [InlineData("[|while|] (!feed.IsReady) Thread.Sleep(1000); await feed.PullAsync();")]
    [InlineData("[|do|] { await Task.Delay(1000); } while (!feed.IsReady);")]
    [InlineData("[|while|] (true) { try { await feed.PullAsync(); break; } catch (IOException) { await Task.Delay(1000); } }")]
    public Task Condition_of_the_start_that_no_token_ends_is_left_to_the_author(string start) => Check.Reports(Plain(start));

    [Theory]
    [InlineData("lifetime.ApplicationStarted.Register(() => _go.Writer.TryWrite(1)); [|await _go.Reader.ReadAsync()|];")]
    public Task Wait_for_what_need_not_come_is_left_to_the_author(string start) => Check.Reports(
        $$"""
        public class Poller(IHostApplicationLifetime lifetime) : IHostedService
        {
            private readonly System.Threading.Channels.Channel<int> _go = System.Threading.Channels.Channel.CreateUnbounded<int>();

            public async Task StartAsync(CancellationToken token)
            {
                {{start}}
            }

            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
        }
        """);

    private static string Latched(string latch, string start, string members = "") =>
        $$"""
        class Latch
        {
            {{latch}}
        }

        class Gate(Latch latch) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) { Console.WriteLine(); latch.Open(); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }

        class Prices(Latch latch) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) { {{start}} return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            {{members}}
        }
        """;

    [Theory]
    [InlineData("private readonly ManualResetEventSlim _open = new(); public void Open() => _open.Set(); public void Pass() => _open.Wait();")]
    [InlineData("private readonly ManualResetEvent _open = new(false); public void Open() => _open.Set(); public void Pass() { _open.WaitOne(); }")]
    [InlineData("private readonly SemaphoreSlim _open = new(0); public void Open() => _open.Release(); public void Pass() { _open.Wait(); _open.Release(); }")]
    public Task Latch_that_another_start_opens_holds_this_one_up(string latch) => Check.Finds(Latched(latch, "[|latch.Pass()|];"));

    [Theory]
    [InlineData("private readonly ManualResetEventSlim _open = new(true); public void Open() => _open.Set(); public void Pass() => _open.Wait();")]
    [InlineData("private readonly ManualResetEventSlim _open = new(); public void Open() => _open.Set(); public void Pass() => _open.Wait(5000);")]
    [InlineData("private readonly SemaphoreSlim _open = new(1); public void Open() => _open.Release(); public void Pass() { _open.Wait(); _open.Release(); }")]
    [InlineData("private readonly SemaphoreSlim _open = new(0); public void Open() { } public void Pass() { _ = Task.Run(() => { Console.WriteLine(); _open.Release(); }); _open.Wait(); }")]
    public Task Latch_that_is_open_or_given_up_on_does_not(string latch) => Check.Silent(Latched(latch, "latch.Pass();"));

    private static string Election(string start, string members) =>
        $$"""
        public interface IElection { event Action<string> Chosen; event Action<Exception> Failed; Task RunAsync(CancellationToken token); }

        public class Rival { public event Action<string>? Chosen; public void Win() => Chosen?.Invoke(""); }

        public class Leader(IElection election, Rival rival, ILogger<Leader> log) : IHostedService
        {
            {{members}}
            public async Task StartAsync(CancellationToken cancellationToken)
            {
                log.LogInformation("{Rival}", rival);
                await election.RunAsync(cancellationToken);
                {{start}}
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """;

    private const string Chosen = "private readonly TaskCompletionSource<string> _chosen = new(); private void OnChosen(string it) => _chosen.TrySetResult(it);";

    [Theory]
    [InlineData("election.Chosen += OnChosen; log.LogInformation(\"{Leader}\", [|await _chosen.Task|]);", Chosen)]
    [InlineData("await PassAsync();", Chosen + " private async Task PassAsync() { election.Chosen += OnChosen; [|await _chosen.Task.ConfigureAwait(false)|]; election.Chosen -= OnChosen; }")]
    [InlineData("var chosen = new TaskCompletionSource(); election.Chosen += _ => chosen.SetResult(); [|await chosen.Task|];", "")]
    public Task Event_outside_that_need_never_come_holds_the_start_up(string start, string members) => Check.Finds(Election(start, members));

    [Theory]
    [InlineData("election.Chosen += OnChosen; await _chosen.Task.WaitAsync(cancellationToken);", Chosen)]
    [InlineData("election.Chosen += OnChosen; await Task.WhenAny(_chosen.Task, Task.Delay(1000));", Chosen)]
    [InlineData("election.Chosen += OnChosen; election.Failed += e => _chosen.TrySetException(e); await _chosen.Task;", Chosen)]
    [InlineData("election.Chosen += OnChosen; using var end = cancellationToken.Register(() => _chosen.TrySetCanceled()); await _chosen.Task;", Chosen)]
    [InlineData("election.Chosen += OnChosen; using var end = cancellationToken.Register(static it => ((TaskCompletionSource<string>)it!).TrySetCanceled(), _chosen); await _chosen.Task;", Chosen)]
    [InlineData("rival.Chosen += OnChosen; rival.Win(); await _chosen.Task;", Chosen)]
    [InlineData("election.Chosen += OnChosen; _ = Task.Run(() => OnChosen(\"\")); await _chosen.Task;", Chosen)]
    [InlineData("election.Chosen += OnChosen; _ = Task.Run(async () => log.LogInformation(\"{Leader}\", await _chosen.Task));", Chosen)]
    public Task Event_that_is_given_up_on_or_that_the_project_brings_about_does_not(string start, string members) => Check.Silent(Election(start, members));

    [Fact]
    public Task Start_that_waits_until_its_own_thread_is_ready_is_fine() => Check.Silent(Latched(
        "public void Open() { }",
        "latch.Open(); new Thread(Run) { IsBackground = true }.Start(); _ready.Wait();",
        "private readonly ManualResetEventSlim _ready = new(); private void Run() { Console.WriteLine(); _ready.Set(); }"));

    [Theory]
    [InlineData("while (true) { if (feed.IsReady) return; await Task.Delay(1000, cancellationToken); }")]
    [InlineData("while (!cancellationToken.IsCancellationRequested) { if (feed.IsReady) return; await Task.Delay(1000); }")]
    [InlineData("while (true) { cancellationToken.ThrowIfCancellationRequested(); if (feed.IsReady) return; await Task.Delay(1000); }")]
    [InlineData("while (!feed.IsReady) { await Task.Delay(1000, cancellationToken); }")]
    [InlineData("var left = 5; while (left > 0) { left--; await Task.Delay(1000); }")]
    [InlineData("var queue = new Queue<int>([1, 2]); while (queue.Count > 0) { Console.WriteLine(queue.Dequeue()); await Task.Delay(10); }")]
    [InlineData("string? line; using var file = File.OpenText(\"a\"); while ((line = await file.ReadLineAsync()) != null) { Console.WriteLine(line); await Task.Delay(10); }")]
    [InlineData("var end = DateTime.UtcNow.AddMinutes(1); while (!feed.IsReady && DateTime.UtcNow < end) { await Task.Delay(1000); }")]
    [InlineData("var watch = System.Diagnostics.Stopwatch.StartNew(); while (!feed.IsReady) { if (watch.Elapsed > TimeSpan.FromMinutes(1)) throw new TimeoutException(); await Task.Delay(1000); }")]
    [InlineData("while (!feed.IsReady) { feed.Pull(); }")]
    [InlineData("for (var i = 0; i < 10; i++) { await feed.PullAsync(); await Task.Delay(1000); }")]
    [InlineData("var left = 5; while (true) { try { await feed.PullAsync(); return; } catch (IOException) when (left-- > 0) { await Task.Delay(1000); } }")]
    [InlineData("for (var i = 0; ; i++) { if (feed.IsReady || i > 9) return; await Task.Delay(1000); }")]
    [InlineData("var tries = 0; while (true) { try { await feed.PullAsync(); return; } catch (IOException) { if (++tries == 5) throw; await Task.Delay(1000); } }")]
    [InlineData("while (true) { if (feed.IsReady) return; feed.Pull(); }")]
    [InlineData("using var limit = new CancellationTokenSource(5000); while (!limit.IsCancellationRequested) { await feed.PullAsync(); }")]
    [InlineData("await Task.Delay(5000);")]
    [InlineData("await Task.Delay(5000, cancellationToken); Thread.Sleep(100);")]
    [InlineData("foreach (var line in File.ReadLines(\"a\")) { await feed.PullAsync(); }")]
    public Task Start_that_comes_to_its_end_is_fine(string start) => Check.Silent(Plain(start));

    [Theory]
    [InlineData("_ = PollAsync(); await feed.PullAsync();")]
    [InlineData("_ = Task.Run(PollAsync); await feed.PullAsync();")]
    [InlineData("_task = PollAsync(); await feed.PullAsync();")]
    [InlineData("_task = Task.Run(() => PollAsync()); await feed.PullAsync();")]
    [InlineData("_task = PollAsync(); if (_task.IsCompleted) await _task;")]
    [InlineData("new Thread(() => { while (true) feed.Pull(); }).Start(); await feed.PullAsync();")]
    [InlineData("await Task.WhenAny(PollAsync(), Task.Delay(5000));")]
    [InlineData("await PollAsync().WaitAsync(TimeSpan.FromSeconds(5));")]
    [InlineData("PollAsync().Wait(1000); await feed.PullAsync();")]
    [InlineData("Poll(); await feed.PullAsync(); async void Poll() { while (true) { await feed.PullAsync(); } }")]
    [InlineData("await feed.PullAsync(); Func<Task> later = async () => { while (true) { await feed.PullAsync(); } }; Console.WriteLine(later);")]
    public Task Work_that_goes_on_beside_the_start_is_for_other_rules(string start) => Check.Silent(
        Plain(start, stop: "private Task? _task; private async Task PollAsync() { while (true) { await feed.PullAsync(); } } public Task StopAsync(CancellationToken cancellationToken) => _task ?? Task.CompletedTask;"));

    [Theory]
    [InlineData("while (true) { await feed.PullAsync(); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { feed.Pull(); }")]
    public Task Execute_runs_beside_the_start_since_version_10(string execute) => Check.Silent(Background(execute + " await feed.PullAsync();"));

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { feed.Pull(); }")]
    [InlineData("while (true) { feed.Pull(); Thread.Sleep(1000); }")]
    [InlineData("foreach (var item in items.GetConsumingEnumerable(stoppingToken)) { Console.WriteLine(item); }")]
    [InlineData("Poll(); void Poll() { for (;;) { feed.Pull(); } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { var item = items.Take(stoppingToken); await feed.PullAsync(); Console.WriteLine(item); }")]
    public Task Before_version_10_the_start_gets_its_thread_back_first(string work)
    {
        const string Items = "private readonly System.Collections.Concurrent.BlockingCollection<int> items = new();\n\n    ";
        return Check.FixesWith(OldHost.References,
            Background(work, Items + "protected override async").Replace("ExecuteAsync", "[|ExecuteAsync|]", StringComparison.Ordinal),
            Background("await Task.Yield();\n        " + work, Items + "protected override async"));
    }

    [Fact]
    public Task Before_version_10_a_synchronous_override_becomes_async() => Check.FixesWith(OldHost.References,
        Background("// poll\n        while (!stoppingToken.IsCancellationRequested) { feed.Pull(); } // a\n\n        return Task.CompletedTask;", "protected override")
            .Replace("ExecuteAsync", "[|ExecuteAsync|]", StringComparison.Ordinal),
        Background("await Task.Yield();\n        // poll\n        while (!stoppingToken.IsCancellationRequested) { feed.Pull(); } // a"));

    [Theory]
    [InlineData("await Task.Yield(); while (!stoppingToken.IsCancellationRequested) { feed.Pull(); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await feed.PullAsync(); feed.Pull(); }")]
    [InlineData("await Task.Run(() => { while (!stoppingToken.IsCancellationRequested) { feed.Pull(); } });")]
    [InlineData("await Task.Factory.StartNew(Poll, stoppingToken); void Poll() { while (true) { feed.Pull(); } }")]
    [InlineData("new Thread(() => { while (true) { feed.Pull(); } }).Start(); await feed.PullAsync();")]
    [InlineData("while (true) { if (!feed.IsReady) break; feed.Pull(); } await feed.PullAsync();")]
    [InlineData("await PollAsync(); async Task PollAsync() { await feed.PullAsync(); while (true) { feed.Pull(); } }")]
    [InlineData("Thread.Sleep(100); await feed.PullAsync();")]
    public Task Before_version_10_a_prefix_that_ends_is_fine(string work) => Check.FixesWith(OldHost.References, Background(work), Background(work));
}
