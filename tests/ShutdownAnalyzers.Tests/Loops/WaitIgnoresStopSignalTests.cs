using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Loops.WaitIgnoresStopSignalAnalyzer,
    ShutdownAnalyzers.Loops.WaitIgnoresStopSignalCodeFix>;

namespace ShutdownAnalyzers.Tests.Loops;

public sealed class WaitIgnoresStopSignalTests
{
    private static string Worker(string body, string members = "", string usings = "") =>
        $$"""
        using System.Collections.Concurrent;
        using System.Threading.Channels;
        {{usings}}
        class Pump(Channel<int> channel, SemaphoreSlim wake, BlockingCollection<int> queue, PeriodicTimer timer, ManualResetEventSlim gate, AutoResetEvent handle, IHostApplicationLifetime life) : BackgroundService
        {
            private void Use() => Console.WriteLine($"{channel}{wake}{queue}{timer}{gate}{handle}{life}");
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Yield();
                {{body}}
            }
        {{members}}
        }
        """;

    private static string Queued(string visibility, string stop) =>
        $$"""
        using System.Collections.Concurrent;

        {{visibility}} sealed class Parcels
        {
            private readonly BlockingCollection<int> _parcels = new();
            public void Put(int it) => _parcels.Add(it);
            public int Next() => _parcels.[|Take|]();
            public void Close() => _parcels.CompleteAdding();
        }

        {{visibility}} sealed class Sorter(Parcels parcels) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Yield();
                while (!stoppingToken.IsCancellationRequested) Console.WriteLine(parcels.Next());
            }

            public override Task StopAsync(CancellationToken cancellationToken) { {{stop}} return base.StopAsync(cancellationToken); }
        }
        """;

    [Fact]
    public Task Queue_is_not_closed_by_a_method_that_nobody_calls() => Check.Finds(Queued("internal", ""));

    [Theory]
    [InlineData("internal", "parcels.Close();")]
    [InlineData("public", "")]
    public Task Queue_that_is_closed_or_that_others_may_close_is_fine(string visibility, string stop) => Check.Silent(Queued(visibility, stop).Replace("[|", "").Replace("|]", ""));

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await Task.[|Delay|](60000); }", "while (!stoppingToken.IsCancellationRequested) { await Task.Delay(60000, stoppingToken); }")]
    [InlineData("await Task.[|Delay|](TimeSpan.FromHours(1));", "await Task.Delay(TimeSpan.FromHours(1), stoppingToken);")]
    [InlineData("await Task.[|Delay|](TimeSpan.FromHours(1), CancellationToken.None);", "await Task.Delay(TimeSpan.FromHours(1), stoppingToken);")]
    [InlineData("await Task.[|Delay|](60000, default);", "await Task.Delay(60000, stoppingToken);")]
    [InlineData("await Task.[|Delay|](60000, life.ApplicationStarted);", "await Task.Delay(60000, stoppingToken);")]
    [InlineData("Thread.[|Sleep|](60000);", "await Task.Delay(60000, stoppingToken);")]
    [InlineData("while (await timer.[|WaitForNextTickAsync|]()) { }", "while (await timer.WaitForNextTickAsync(stoppingToken)) { }")]
    [InlineData("await foreach (var n in channel.Reader.[|ReadAllAsync|]()) { }", "await foreach (var n in channel.Reader.ReadAllAsync(stoppingToken)) { }")]
    [InlineData("while (await channel.Reader.[|WaitToReadAsync|]()) { }", "while (await channel.Reader.WaitToReadAsync(stoppingToken)) { }")]
    [InlineData("var n = await channel.Reader.[|ReadAsync|](CancellationToken.None);", "var n = await channel.Reader.ReadAsync(stoppingToken);")]
    [InlineData("await wake.[|WaitAsync|]();", "await wake.WaitAsync(stoppingToken);")]
    [InlineData("await wake.[|WaitAsync|](TimeSpan.FromMinutes(1));", "await wake.WaitAsync(TimeSpan.FromMinutes(1), stoppingToken);")]
    [InlineData("wake.[|Wait|]();", "wake.Wait(stoppingToken);")]
    [InlineData("gate.[|Wait|]();", "gate.Wait(stoppingToken);")]
    [InlineData("var n = queue.[|Take|]();", "var n = queue.Take(stoppingToken);")]
    [InlineData("foreach (var n in queue.[|GetConsumingEnumerable|]()) { }", "foreach (var n in queue.GetConsumingEnumerable(stoppingToken)) { }")]
    [InlineData("handle.[|WaitOne|]();", "WaitHandle.WaitAny(new[] { handle, stoppingToken.WaitHandle });")]
    public Task Waits_get_the_signal(string before, string after) => Check.Fixes(Worker(before), Worker(after));

    [Fact]
    public Task Comments_in_the_call_stay() => Check.Fixes(
        Worker("/* a */ await /* b */ Task /* c */ . [|Delay|] /* d */ ( /* e */ 60000 /* f */ ) /* g */ ; // h"),
        Worker("/* a */ await /* b */ Task /* c */ . Delay /* d */ ( /* e */ 60000 /* f */ , stoppingToken) /* g */ ; // h"));

    [Fact]
    public Task Wait_in_private_helpers_gets_the_signal_threaded_through() => Check.Fixes(
        """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await OuterAsync();

            private Task OuterAsync() => InnerAsync(3);

            private static async Task InnerAsync(int minutes) => await Task.[|Delay|](minutes * 60000);
        }
        """,
        """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await OuterAsync(stoppingToken);

            private Task OuterAsync(CancellationToken stoppingToken) => InnerAsync(3, stoppingToken);

            private static async Task InnerAsync(int minutes, CancellationToken stoppingToken) => await Task.Delay(minutes * 60000, stoppingToken);
        }
        """);

    [Fact]
    public Task Helper_that_is_handed_no_token_is_reported_at_the_call() => Check.Fixes(
        Worker("await [|RestAsync|]();", "\n    private static Task RestAsync(CancellationToken ct = default) => Task.Delay(60000, ct);\n"),
        Worker("await RestAsync(stoppingToken);", "\n    private static Task RestAsync(CancellationToken ct = default) => Task.Delay(60000, ct);\n"));

    [Fact]
    public Task Synchronous_code_waits_for_the_handle() => Check.Fixes(
        """
        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
            {
                while (!stoppingToken.IsCancellationRequested) { Thread.[|Sleep|](30000); }
            });
        }
        """,
        """
        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
            {
                while (!stoppingToken.IsCancellationRequested) { stoppingToken.WaitHandle.WaitOne(30000); }
            });
        }
        """);

    [Fact]
    public Task Signal_of_the_type_is_used_where_there_is_no_parameter() => Check.Fixes(
        """
        class Monitor : IDisposable
        {
            private readonly CancellationTokenSource _stop = new();
            private Task? _loop;

            public void Begin() => _loop = LoopAsync();

            private async Task LoopAsync()
            {
                while (!_stop.IsCancellationRequested) { await Task.[|Delay|](TimeSpan.FromMinutes(1)); }
            }

            public void Dispose() => _stop.Cancel();
        }
        """,
        """
        class Monitor : IDisposable
        {
            private readonly CancellationTokenSource _stop = new();
            private Task? _loop;

            public void Begin() => _loop = LoopAsync();

            private async Task LoopAsync()
            {
                while (!_stop.IsCancellationRequested) { await Task.Delay(TimeSpan.FromMinutes(1), _stop.Token); }
            }

            public void Dispose() => _stop.Cancel();
        }
        """);

    [Fact]
    public Task Policy_that_retries_for_ever_is_reported() => Check.Reports(
        """
        using Polly;

        class Gateway : BackgroundService
        {
            private readonly IAsyncPolicy _forever = Policy.Handle<IOException>().WaitAndRetryForeverAsync(_ => TimeSpan.FromSeconds(20));

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                => await _forever.[|ExecuteAsync|](() => File.ReadAllTextAsync("a", stoppingToken));
        }
        """);

    // Near misses.

    [Theory]
    [InlineData("await Task.Delay(60000, stoppingToken);")]
    [InlineData("using var linked = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken); await Task.Delay(60000, linked.Token);")]
    [InlineData("using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5)); await Task.Delay(60000, limit.Token);")]
    [InlineData("try { await Task.Yield(); } finally { await Task.Delay(5000); }")]
    [InlineData("try { await Task.Yield(); } catch (OperationCanceledException) { await Task.Delay(5000); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await Task.Yield(); } await Task.Delay(5000);")]
    [InlineData("await Task.WhenAny(Task.Delay(60000), Task.Delay(-1, stoppingToken));")]
    [InlineData("await channel.Reader.ReadAsync(CancellationToken.None).AsTask().WaitAsync(stoppingToken);")]
    [InlineData("await wake.WaitAsync(); try { } finally { wake.Release(); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { if (handle.WaitOne(500)) { continue; } }")]
    [InlineData("using var stop = stoppingToken.Register(() => channel.Writer.TryComplete()); await foreach (var n in channel.Reader.ReadAllAsync()) { }")]
    [InlineData("if (stoppingToken.IsCancellationRequested) { await Task.Delay(3000); }")]
    [InlineData("stoppingToken.Register(() => Thread.Sleep(5000));")]
    [InlineData("await Task.Delay(1000);")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await Task.Delay(100); }")]
    public Task Waits_that_end_and_waits_that_must_not_get_it_are_left_alone(string body) => Check.Silent(Worker(body));

    [Fact]
    public Task Queue_that_the_stop_path_completes_first_is_left_alone() => Check.Silent(Worker(
        "await foreach (var n in channel.Reader.ReadAllAsync()) { }",
        """

            public override Task StopAsync(CancellationToken cancellationToken)
            {
                channel.Writer.TryComplete();
                return base.StopAsync(cancellationToken);
            }
        """));

    [Fact]
    public Task Queue_that_is_completed_behind_the_base_call_is_too_late()
    {
        const string Late =
            """

                public override async Task StopAsync(CancellationToken cancellationToken)
                {
                    await base.StopAsync(cancellationToken);
                    channel.Writer.Complete();
                }
            """;
        return Check.Fixes(
            Worker("await foreach (var n in channel.Reader.[|ReadAllAsync|]()) { }", Late),
            Worker("await foreach (var n in channel.Reader.ReadAllAsync(stoppingToken)) { }", Late));
    }

    [Fact]
    public Task Requests_drain_and_plain_forwarding_is_for_others() => Check.Silent(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/", async (CancellationToken ct) => { await Task.Delay(3000); return "ok"; });
        app.Run();

        public class Library
        {
            public async Task PauseAsync(CancellationToken ct) { ct.ThrowIfCancellationRequested(); await Task.Delay(5000); }
            public Task StopAsync(CancellationToken cancellationToken) => Task.Delay(1000);
        }
        """);

    [Fact]
    public Task None_outside_of_a_worker_may_be_meant() => Check.Silent(
        """
        using System.Threading.Channels;

        public class Gateway(ChannelWriter<int> events, IHostApplicationLifetime lifetime)
        {
            public bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;
            public async Task PublishAsync(int n) => await events.WriteAsync(n, CancellationToken.None);
            public Task StoreAsync(int[] all) => Parallel.ForEachAsync(all, async (n, ct) => await PublishAsync(n));
        }
        """);

    [Fact]
    public Task Start_and_stop_paths_have_rules_of_their_own() => Check.Silent(
        """
        class Seeder : IHostedService
        {
            public async Task StartAsync(CancellationToken cancellationToken) => await Task.Delay(10000);
            public async Task StopAsync(CancellationToken cancellationToken) => await Task.Delay(3000);
        }
        """);

    [Fact]
    public Task Completion_source_that_the_stop_completes_needs_no_token() => Check.Silent(
        """
        class Report(IHostApplicationLifetime lifetime) : BackgroundService
        {
            private readonly TaskCompletionSource _stopping = new();

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var registration = lifetime.ApplicationStopping.Register(() => _stopping.TrySetResult());
                while (!_stopping.Task.IsCompleted)
                {
                    try
                    {
                        await _stopping.Task.WaitAsync(TimeSpan.FromHours(1));
                    }
                    catch (TimeoutException)
                    {
                        Console.WriteLine("one more hour");
                    }
                }
            }
        }
        """);

    [Fact]
    public Task None_between_a_number_of_attempts_is_meant() => Check.Silent(Worker(
        "for (var attempt = 1; attempt <= 3; attempt++) { await Task.Delay(400 * attempt, CancellationToken.None); } while (await timer.WaitForNextTickAsync(stoppingToken)) { }"));

    [Fact]
    public Task Of_a_source_that_nobody_cancels_the_source_is_told() => Check.Silent(
        """
        class Pump : BackgroundService
        {
            private readonly CancellationTokenSource _stop = new();
            private CancellationToken Stop => _stop.Token;
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => WatchAsync();
            private async Task WatchAsync() { while (!_stop.IsCancellationRequested) { await Task.Delay(10000, _stop.Token); await Task.Delay(10000, Stop); } }
        }
        """);

    [Theory]
    [InlineData("private readonly Channel<int>[] _lanes = []; protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_lanes.Select(lane => SortAsync(lane.Reader))); private async Task SortAsync(ChannelReader<int> lane) { while (await lane.WaitToReadAsync()) { lane.TryRead(out _); } } public override Task StopAsync(CancellationToken ct) { foreach (var lane in _lanes) { lane.Writer.TryComplete(); } return base.StopAsync(ct); }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stoppingToken) { var rows = Channel.CreateBounded<int>(9); var writing = WriteAsync(rows.Reader); await ReadAsync(rows.Writer, stoppingToken); await writing; } private async Task ReadAsync(ChannelWriter<int> rows, CancellationToken stop) { try { while (true) { await rows.WriteAsync(1, stop); } } finally { rows.Complete(); } } private async Task WriteAsync(ChannelReader<int> rows) { while (await rows.WaitToReadAsync()) { rows.TryRead(out _); } }")]
    [InlineData("private readonly TaskCompletionSource _bell = new(); protected override async Task ExecuteAsync(CancellationToken stoppingToken) { while (!_bell.Task.IsCompleted) { await PauseAsync(TimeSpan.FromMinutes(1)); } } private async Task PauseAsync(TimeSpan time) => await Task.WhenAny(_bell.Task, Task.Delay(time)); public override Task StopAsync(CancellationToken ct) { _bell.TrySetResult(); return base.StopAsync(ct); }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stoppingToken) { var lanes = Enumerable.Range(0, 4).Select(_ => Channel.CreateBounded<int>(9)).ToArray(); var work = lanes.Select(lane => WorkAsync(lane.Reader)).ToArray(); try { await Task.Delay(-1, stoppingToken); } finally { foreach (var lane in lanes) lane.Writer.TryComplete(); await Task.WhenAll(work); } } private async Task WorkAsync(ChannelReader<int> lane) { await foreach (var row in lane.ReadAllAsync()) { Console.WriteLine(row); } }")]
    public Task Wait_on_an_end_of_what_the_stop_completes_needs_no_token(string members) => Check.Silent(
        $$"""
        using System.Threading.Channels;

        class Sorter : BackgroundService
        {
            {{members}}
        }
        """);

    private static string Antenna(string listen, string stop = "") =>
        $$"""
        interface IAntenna : IDisposable { Task<byte[]> NextAsync(); }

        sealed class Antenna : IAntenna
        {
            private readonly System.Net.Sockets.UdpClient _air = new(4000);

            public async Task<byte[]> NextAsync() => (await _air.[|ReceiveAsync|]()).Buffer;

            public void Dispose() => _air.Dispose();
        }

        sealed class Rack : IDisposable
        {
            public Antenna Antenna { get; } = new();

            public void Dispose() => Antenna.Dispose();
        }

        class Listener(IDisposable other) : BackgroundService
        {
            private readonly IAntenna _antenna = new Antenna();

            protected override async Task ExecuteAsync(CancellationToken stoppingToken) { {{listen}} }

            {{stop}}

            public void Forget() => other.Dispose();
        }
        """;

    private const string Listen = "while (!stoppingToken.IsCancellationRequested) { await _antenna.NextAsync(); }";

    [Theory]
    [InlineData("using var antenna = new Antenna(); using var end = stoppingToken.Register(static it => ((IDisposable)it!).Dispose(), antenna); while (true) { await antenna.NextAsync(); }")]
    [InlineData("using var antenna = new Antenna(); using var end = stoppingToken.Register(() => antenna.Dispose()); while (true) { await antenna.NextAsync(); }")]
    [InlineData("var antenna = new Antenna(); stoppingToken.Register(antenna.Dispose); while (true) { await antenna.NextAsync(); }")]
    [InlineData("using var rack = new Rack(); using var end = stoppingToken.Register(rack.Dispose); while (true) { await rack.Antenna.NextAsync(); }")]
    [InlineData(Listen, "public override Task StopAsync(CancellationToken cancellationToken) { _antenna.Dispose(); return base.StopAsync(cancellationToken); }")]
    public Task Owner_that_is_disposed_of_when_the_signal_fires_wakes_the_wait(string listen, string stop = "") => Check.Silent(Antenna(listen, stop).Replace("[|", "").Replace("|]", ""));

    [Theory]
    [InlineData("using var antenna = new Antenna(); while (!stoppingToken.IsCancellationRequested) { await antenna.NextAsync(); }")]
    [InlineData("using var rack = new Rack(); while (!stoppingToken.IsCancellationRequested) { await rack.Antenna.NextAsync(); }")]
    [InlineData(Listen, "public override void Dispose() { _antenna.Dispose(); base.Dispose(); }")]
    [InlineData(Listen, "public override async Task StopAsync(CancellationToken cancellationToken) { await base.StopAsync(cancellationToken); _antenna.Dispose(); }")]
    [InlineData(Listen, "public override Task StopAsync(CancellationToken cancellationToken) { Forget(); other.Dispose(); return base.StopAsync(cancellationToken); }")]
    public Task Owner_that_is_disposed_of_behind_the_worker_does_not(string listen, string stop = "") => Check.Finds(Antenna(listen, stop));

    [Fact]
    public Task Queue_that_its_producer_completes_ends_its_reader() => Check.Silent(
        """
        using System.Threading.Channels;

        class Import(Func<int?> next) : BackgroundService
        {
            private readonly Channel<int> _rows = Channel.CreateUnbounded<int>();

            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                Produce(stoppingToken);
                return ConsumeAsync();
            }

            private void Produce(CancellationToken stop)
            {
                while (!stop.IsCancellationRequested && next() is { } row)
                {
                    _rows.Writer.TryWrite(row);
                }

                _rows.Writer.Complete();
            }

            private async Task ConsumeAsync()
            {
                await foreach (var row in _rows.Reader.ReadAllAsync())
                {
                    Console.WriteLine(row);
                }
            }
        }
        """);

    [Fact]
    public Task Helper_whose_token_is_behind_an_alias_waits_too() => Check.Finds(
        """
        using Ender = System.Threading.CancellationToken;
        class Idler : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested) { await [|RestAsync|](Ender.None); }
            }

            private static Task RestAsync(Ender ender) => Task.Delay(60000, ender);
        }
        """);

    [Fact]
    public Task Reader_in_a_local_ends_with_its_queue() => Check.Silent(
        """
        class Pipeline : BackgroundService
        {
            private readonly System.Threading.Channels.Channel<int> _entries = System.Threading.Channels.Channel.CreateUnbounded<int>();
            public override Task StopAsync(CancellationToken cancellationToken) { _entries.Writer.TryComplete(); return base.StopAsync(cancellationToken); }
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                var reader = _entries.Reader;
                while (await reader.WaitToReadAsync(CancellationToken.None)) { while (reader.TryRead(out var entry)) { Console.WriteLine(entry); } }
            }
        }
        """);

    [Fact]
    public Task Semaphore_without_places_tells_of_something_even_if_the_waiter_puts_some_back() => Check.Finds(
        """
        class Mailer : BackgroundService
        {
            private readonly SemaphoreSlim _pending = new(0);
            public void Add() => _pending.Release();
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    await _pending.[|WaitAsync|]();
                    try { await Task.Yield(); } catch (IOException) { _pending.Release(); }
                }
            }
        }
        """);

    private static string Crane(string release, string members = "") =>
        $$"""
        interface IWinch { event Action<int> Landed; Task LowerAsync(int load, CancellationToken ct); }

        class Crane : BackgroundService
        {
            private readonly SemaphoreSlim _hooks = new(2, 2);
            private readonly System.Timers.Timer _clock = new();
            private readonly IWinch _winch;

            public Crane(IWinch winch) { _winch = winch; {{release}} }

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                for (var load = 0; !stoppingToken.IsCancellationRequested; load++)
                {
                    await _hooks.[|WaitAsync|]();
                    try { await _winch.LowerAsync(load, stoppingToken); }
                    catch (IOException) { _hooks.Release(); }
                }
            }
            {{members}}
        }
        """;

    [Theory]
    [InlineData("_winch.Landed += OnLanded;", "private void OnLanded(int load) { try { _hooks.Release(); } catch (SemaphoreFullException) { } }")]
    [InlineData("_winch.Landed += _ => _hooks.Release();")]
    public Task Places_that_only_an_event_outside_gives_back_are_waited_for(string release, string members = "") => Check.Finds(Crane(release, members));

    [Theory]
    [InlineData("_winch.Landed += OnLanded; OnLanded(1);", "private void OnLanded(int load) { _hooks.Release(); }")]
    [InlineData("_clock.Elapsed += (_, _) => _hooks.Release();")]
    [InlineData("_winch.Landed += load => _ = Leave(load);", "private async Task Leave(int load) { await Task.Delay(load); _hooks.Release(); }")]
    [InlineData("_winch.Landed += _ => _hooks.Release();", "public override Task StopAsync(CancellationToken cancellationToken) { _hooks.Release(); return base.StopAsync(cancellationToken); }")]
    [InlineData("_winch.Landed += _ => _hooks.Release();", "class Winch : IWinch { public event Action<int>? Landed; public Task LowerAsync(int load, CancellationToken ct) { Landed?.Invoke(load); return Task.CompletedTask; } }")]
    public Task Places_that_the_project_gives_back_guard_a_section(string release, string members = "") => Check.Silent(Crane(release, members).Replace("[|", "").Replace("|]", ""));

    private const string Tasks = "    private readonly Task _answer = Task.CompletedTask; private static async Task AskAsync() { await Task.Yield(); }";

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { if (!AskAsync().Wait(TimeSpan.FromSeconds(3))) { Console.WriteLine(); } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await AskAsync().WaitAsync(TimeSpan.FromSeconds(5)); }")]
    public Task Operation_that_is_given_up_soon_holds_nothing_up(string body) => Check.Silent(Worker(body, Tasks));

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { if (!AskAsync().[|Wait|](TimeSpan.FromMinutes(3))) { Console.WriteLine(); } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await AskAsync().[|WaitAsync|](TimeSpan.FromSeconds(30)); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await _answer.[|WaitAsync|](TimeSpan.FromSeconds(3)); }")]
    public Task Operation_that_is_given_up_late_does(string body) => Check.Finds(Worker(body, Tasks));

    private static string Daemon(string hook, string helpers) =>
        $$"""
        using System.Runtime.InteropServices;

        class Probe(string[] hosts, CancellationToken quit)
        {
            private readonly CancellationToken _quit = quit;

            public void Run() { while (!_quit.IsCancellationRequested) { foreach (var host in hosts) { Console.WriteLine(host); } Rest(); } }

            private void Rest() { if (hosts.Length > 0) Thread.[|Sleep|](TimeSpan.FromMinutes(15)); }
        }

        static class Program
        {
            static void Main(string[] args)
            {
                using var quit = new CancellationTokenSource();
                {{hook}}
                new Probe(args, quit.Token).Run();
            }

            {{helpers}}
        }
        """;

    [Theory]
    [InlineData("Hook(quit);", "private static void Hook(CancellationTokenSource source) { Console.CancelKeyPress += (_, e) => { e.Cancel = true; source.Cancel(); }; }")]
    [InlineData("using var end = Hook(quit);", "private static IDisposable Hook(CancellationTokenSource source) { return PosixSignalRegistration.Create(PosixSignal.SIGTERM, End); void End(PosixSignalContext context) { context.Cancel = true; source.Cancel(); } }")]
    [InlineData("quit.EndWithProcess();", "private static void EndWithProcess(this CancellationTokenSource source) => Hook(source); private static void Hook(CancellationTokenSource it) => AppDomain.CurrentDomain.ProcessExit += (_, _) => it.Cancel();")]
    public Task Source_that_a_helper_ties_to_the_process_is_a_signal(string hook, string helpers) => Check.Finds(Daemon(hook, helpers));

    [Theory]
    [InlineData("Hook(quit);", "private static void Hook(CancellationTokenSource source) { Console.WriteLine(source.Token.CanBeCanceled); }")]
    [InlineData("Hook(quit);", "private static void Hook(CancellationTokenSource source) { if (Console.KeyAvailable) source.Cancel(); }")]
    [InlineData("Hook(quit);", "private static void Hook(CancellationTokenSource source) => source.CancelAfter(1000);")]
    public Task Source_that_a_helper_only_has_may_be_anything(string hook, string helpers) => Check.Silent(Daemon(hook, helpers).Replace("[|", "").Replace("|]", ""));

    [Fact]
    public Task Guard_that_another_method_opens_again_is_waited_for_without_a_token() => Check.Silent(
        """
        class Gate(CancellationToken stop)
        {
            private readonly SemaphoreSlim _gate = new(1);
            public bool Stopped => stop.IsCancellationRequested;
            public async Task EnterAsync() { while (!stop.IsCancellationRequested) { await _gate.WaitAsync(); } }
            public void Leave() => _gate.Release();
        }
        """);
}
