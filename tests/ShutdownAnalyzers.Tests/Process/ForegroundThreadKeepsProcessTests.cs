using System.Text.RegularExpressions;
using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Process.ForegroundThreadKeepsProcessAnalyzer,
    ShutdownAnalyzers.Process.ForegroundThreadKeepsProcessCodeFix>;

namespace ShutdownAnalyzers.Tests.Process;

public sealed class ForegroundThreadKeepsProcessTests
{
    private static string Poller(string start) =>
        $$"""
        class Poller : IHostedService
        {
            private readonly List<int> seen = new();
            public Task StartAsync(CancellationToken cancellationToken)
            {
                {{start}}
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            private void Loop()
            {
                while (true)
                {
                    Thread.Sleep(1000);
                    seen.Add(1);
                }
            }

            private void LoopFor(object? state) => Loop();
            private static void Forever() { for (;;) Thread.Sleep(10); }
        }
        """;

    [Theory]
    [InlineData("[|new Thread(Loop)|].Start();", "new Thread(Loop) { IsBackground = true }.Start();")]
    [InlineData("([|new Thread(this.Loop)|]).Start();", "(new Thread(this.Loop) { IsBackground = true }).Start();")]
    [InlineData("[|new Thread(() => Loop())|].Start();", "new Thread(() => Loop()) { IsBackground = true }.Start();")]
    [InlineData("[|new Thread(() => { while (true) Thread.Sleep(1); })|].Start();", "new Thread(() => { while (true) Thread.Sleep(1); }) { IsBackground = true }.Start();")]
    [InlineData("[|new Thread(static () => Forever())|].Start();", "new Thread(static () => Forever()) { IsBackground = true }.Start();")]
    [InlineData("[|new Thread(delegate () { Loop(); })|].Start();", "new Thread(delegate () { Loop(); }) { IsBackground = true }.Start();")]
    [InlineData("[|new Thread(new ThreadStart(Loop))|].Start();", "new Thread(new ThreadStart(Loop)) { IsBackground = true }.Start();")]
    [InlineData("[|new Thread(new ParameterizedThreadStart(LoopFor))|].Start(1);", "new Thread(new ParameterizedThreadStart(LoopFor)) { IsBackground = true }.Start(1);")]
    [InlineData("[|new Thread(LoopFor, 65536)|].Start(1);", "new Thread(LoopFor, 65536) { IsBackground = true }.Start(1);")]
    [InlineData("var thread = [|new Thread(Loop)|]; thread.Start();", "var thread = new Thread(Loop) { IsBackground = true }; thread.Start();")]
    [InlineData("Thread thread = [|new(Loop)|]; thread.UnsafeStart();", "Thread thread = new(Loop) { IsBackground = true }; thread.UnsafeStart();")]
    [InlineData("var thread = [|new Thread(Loop) { Name = \"poll\" }|]; thread.Start();", "var thread = new Thread(Loop) { IsBackground = true, Name = \"poll\" }; thread.Start();")]
    [InlineData("var thread = [|new Thread(Loop) { IsBackground = false }|]; thread.Start();", "var thread = new Thread(Loop) { IsBackground = true }; thread.Start();")]
    [InlineData("var thread = [|new Thread(Loop)|]; thread.IsBackground = false; thread.Start();", "var thread = new Thread(Loop); thread.IsBackground = true; thread.Start();")]
    [InlineData("void Work() { Loop(); } [|new Thread(Work)|].Start();", "void Work() { Loop(); } new Thread(Work) { IsBackground = true }.Start();")]
    [InlineData("ThreadStart work = Loop; [|new Thread(work)|].Start();", "ThreadStart work = Loop; new Thread(work) { IsBackground = true }.Start();")]
    public Task Endless_thread_of_a_host_is_reported_and_becomes_a_background_thread(string start, string repaired)
        => Check.Fixes(Poller(start), Poller(repaired));

    [Fact]
    public Task Comments_in_every_gap_survive() => Check.Fixes(
        """
        class Pump
        {
            void Start()
            {
                // one
                var thread = /* two */ [|new /* three */ Thread(/* four */ Run /* five */) /* six */
                {
                    // seven
                    Name = "pump", // eight
                }|]; // nine
                /* ten */ thread.Start();
            }

            void Run() { while (true) Console.ReadLine(); }
        }
        """,
        """
        class Pump
        {
            void Start()
            {
                // one
                var thread = /* two */ new /* three */ Thread(/* four */ Run /* five */) /* six */
                {
                    IsBackground = true,
                    // seven
                    Name = "pump", // eight
                }; // nine
                /* ten */ thread.Start();
            }

            void Run() { while (true) Console.ReadLine(); }
        }
        """);

    [Fact]
    public Task Call_on_the_next_line_stays_there() => Check.Fixes(
        """
        class Pump
        {
            void Start() =>
                [|new Thread(Run)|] // runs
                    .Start();

            void Run() { while (true) Console.ReadLine(); }
        }
        """,
        """
        class Pump
        {
            void Start() =>
                new Thread(Run) { IsBackground = true } // runs
                    .Start();

            void Run() { while (true) Console.ReadLine(); }
        }
        """);

    [Theory]
    [InlineData("while (true) Thread.Sleep(1);")]
    [InlineData("for (;;) { Console.WriteLine(Console.ReadLine()); }")]
    [InlineData("do { Thread.Sleep(1); } while (true);")]
    [InlineData("while (Console.In.ReadLine() is { } line) Console.WriteLine(line);")]
    [InlineData("while (true) { if (Console.ReadLine() is null) return; }")]
    [InlineData("foreach (var item in queue.GetConsumingEnumerable()) Console.WriteLine(item);")]
    [InlineData("while (true) try { queue.Take(); } catch (Exception) { }")]
    [InlineData("Deeper();")]
    [InlineData("inner.Run();")]
    public Task Loop_is_found_in_every_shape(string body) => Cured(
        $$"""
        class Pump
        {
            private readonly Inner inner = new Endless();
            private readonly System.Collections.Concurrent.BlockingCollection<int> queue = new();
            public void Add() => queue.Add(1);
            void Start() => [|new Thread(Run)|].Start();
            void Run() { {{body}} }
            void Deeper() { Deepest(); }
            void Deepest() { while (true) Thread.Sleep(1); }
        }

        abstract class Inner { public abstract void Run(); }
        class Endless : Inner { public override void Run() { while (true) Thread.Sleep(1); } }
        """);

    [Fact]
    public Task Thread_field_that_another_method_starts_is_reported() => Cured(
        """
        class Reader : IHostedService
        {
            private readonly Thread _thread;
            public Reader() => _thread = [|new Thread(Read) { Name = "reader" }|];
            public Task StartAsync(CancellationToken cancellationToken) { _thread.Start(); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            private void Read() { while (true) Console.ReadLine(); }
        }
        """);

    [Fact]
    public Task Body_that_a_helper_is_handed_is_looked_into() => Cured(
        """
        static class Threads
        {
            public static void Spawn(string name, ThreadStart body)
            {
                var thread = [|new Thread(body) { Name = name }|];
                thread.Start();
            }
        }

        class Pump { void Start() => Threads.Spawn("pump", () => { while (true) Thread.Sleep(5); }); }
        """);

    [Fact]
    public Task Thread_that_a_factory_makes_and_its_caller_starts_is_reported_where_it_is_made() => Cured(
        """
        static class Threads
        {
            public static Thread Named(string name, Action body) => [|new Thread(() => body()) { Name = name }|];
        }

        class Pump { void Start() { Threads.Named("pump", Run).Start(); } void Run() { while (true) Thread.Sleep(5); } }
        """);

    [Fact]
    public Task Threads_in_a_list_that_nobody_joins_are_reported() => Cured(
        """
        class Pool
        {
            private readonly List<Thread> _threads = [];
            void Start()
            {
                for (var i = 0; i < 4; i++) _threads.Add([|new Thread(Run)|]);
                foreach (var thread in _threads) thread.Start();
            }

            void Run() { while (true) Thread.Sleep(5); }
        }
        """);

    [Fact]
    public Task Wait_that_nobody_ends_is_a_suggestion() => Cured(
        """
        class Parked { void Start() => [|new Thread(() => new ManualResetEvent(false).WaitOne())|].Start(); }
        """);

    [Fact]
    public Task Waking_does_not_help_a_loop_that_goes_back_to_its_wait() => Cured(
        """
        class Pump : IDisposable
        {
            private readonly AutoResetEvent _wake = new(false);
            public void Start() => [|new Thread(Run)|].Start();
            public void Dispose() => _wake.Set();
            private void Run() { while (true) { _wake.WaitOne(); Console.WriteLine(); } }
        }
        """);

    [Fact]
    public Task Flag_does_not_help_a_thread_that_waits_for_input() => Cured(
        """
        class Console : IHostedService
        {
            private volatile bool _running = true;
            public Task StartAsync(CancellationToken cancellationToken) { [|new Thread(Read)|].Start(); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) { _running = false; return Task.CompletedTask; }
            private void Read() { while (_running) System.Console.ReadLine(); }
        }
        """);

    private static string Told(string body, string start = "[|new Thread(Run)|].Start();", string more = "") =>
        $$"""
        class Journal : IDisposable
        {
            private const int Pause = 120_000;
            private static readonly TimeSpan Hourly = TimeSpan.FromHours(1);
            private readonly CancellationTokenSource _stop = new();
            private readonly ManualResetEvent _wake = new(false);
            private volatile bool _closed;

            public Journal() { {{start}} }

            public void Dispose() { _closed = true; _wake.Set(); _stop.Cancel(); {{more}} }

            private void Run() { {{body}} }
            private void Save() { Rest(); Console.WriteLine(); }
            private static void Rest() => Thread.Sleep(Hourly);
        }
        """;

    [Theory]
    [InlineData("while (!_closed) { Thread.Sleep(Hourly); Console.WriteLine(); }")]
    [InlineData("do { Console.WriteLine(); Thread.Sleep(Pause); } while (!_closed);")]
    [InlineData("while (true) { if (_closed) return; Thread.Sleep(TimeSpan.FromMinutes(1)); }")]
    [InlineData("for (; !_closed;) Save();")]
    [InlineData("while (!_closed) { try { Console.WriteLine(); } finally { Thread.Sleep(Timeout.Infinite); } }")]
    public Task Flag_does_not_help_a_thread_that_sleeps_longer_than_the_host_stops(string body) => Cured(Told(body));

    [Theory]
    [InlineData("while (!_closed) { Thread.Sleep(5000); Console.WriteLine(); }")]
    [InlineData("while (!_closed) { Thread.Sleep(Environment.TickCount); Console.WriteLine(); }")]
    [InlineData("while (!_closed) { if (_wake.WaitOne(Pause)) return; Console.WriteLine(); }")]
    [InlineData("while (!_closed) { try { Console.WriteLine(); Thread.Sleep(10); } catch (Exception) { Thread.Sleep(Pause); } }")]
    [InlineData("while (!_closed) { Thread.Sleep(10); if (DateTime.Now.Hour < 6) Thread.Sleep(Hourly); }")]
    [InlineData("while (!_stop.IsCancellationRequested) { Thread.Sleep(Pause); Console.WriteLine(); }")]
    [InlineData("for (var i = 0; i < 2; i++) { Thread.Sleep(Pause); }")]
    public Task Thread_that_hears_of_the_end_in_time_is_silent(string body) => Check.Silent(Told(body, "new Thread(Run).Start();"));

    [Theory]
    [InlineData("new Thread(Run) { IsBackground = true }.Start();", "")]
    [InlineData("_thread = new Thread(Run); _thread.Start();", "_thread?.Join(1000);")]
    [InlineData("_thread = new Thread(Run); _thread.Start();", "_thread?.Interrupt();")]
    public Task Sleeper_that_is_woken_or_left_is_silent(string start, string stop)
        => Check.Silent(Told("while (!_closed) { Thread.Sleep(Hourly); }", start, stop).Replace("private volatile", "private readonly Thread? _thread;\n    private volatile", StringComparison.Ordinal));

    [Fact]
    public Task Sleep_that_fits_into_a_longer_budget_is_silent() => Check.Silent(
        Told("while (!_closed) { Thread.Sleep(Pause); }", "new Thread(Run).Start();")
        + "\nclass Setup { void Add(IServiceCollection services) => services.Configure<HostOptions>(it => it.ShutdownTimeout = TimeSpan.FromMinutes(5)); }");

    [Fact]
    public Task Top_level_program_with_a_host_is_reported() => Check.Fixes(
        """
        var app = WebApplication.CreateBuilder(args).Build();
        [|new Thread(Poll)|].Start();
        app.Run();

        static void Poll() { while (true) Thread.Sleep(100); }
        """,
        """
        var app = WebApplication.CreateBuilder(args).Build();
        new Thread(Poll) { IsBackground = true }.Start();
        app.Run();

        static void Poll() { while (true) Thread.Sleep(100); }
        """);

    [Theory]
    [InlineData("new Thread(Loop) { IsBackground = true }.Start();")]
    [InlineData("var thread = new Thread(Loop); thread.IsBackground = true; thread.Start();")]
    [InlineData("var thread = new Thread(Loop) { IsBackground = DateTime.Now.Hour > 1 }; thread.Start();")]
    [InlineData("var thread = new Thread(Loop); thread.Start(); thread.Join();")]
    [InlineData("var thread = new Thread(Loop); thread.Start(); thread.Join(TimeSpan.FromSeconds(1));")]
    [InlineData("var thread = new Thread(Loop); thread.Start(); Keep(thread);")]
    [InlineData("var thread = new Thread(Loop); thread.Start(); AppDomain.CurrentDomain.ProcessExit += (_, _) => thread.Interrupt();")]
    [InlineData("var thread = new Thread(Loop);")]
    [InlineData("var thread = new Thread(Loop); thread.SetApartmentState(ApartmentState.STA); thread.Start();")]
    [InlineData("Thread[] threads = [new Thread(Loop), new Thread(Loop)]; foreach (var it in threads) it.Start(); Array.ForEach(threads, it => it.Join());")]
    [InlineData("var threads = new List<Thread>(); threads.Add(new Thread(Loop)); threads[0].Start(); threads[0].Join();")]
    [InlineData("var threads = Enumerable.Range(0, 3).Select(_ => new Thread(Loop)).ToArray(); foreach (var it in threads) it.Start(); foreach (var it in threads) it.Join();")]
    [InlineData("var threads = new Dictionary<int, Thread>(); threads[1] = new Thread(Loop); threads[1].Start(); foreach (var it in threads.Values) it.Join();")]
    [InlineData("new Thread(() => Console.WriteLine(1)).Start();")]
    [InlineData("new Thread(() => { foreach (var file in Directory.GetFiles(\".\")) File.Delete(file); }).Start();")]
    [InlineData("new Thread(() => { for (var i = 0; i < 3; i++) Thread.Sleep(10); }).Start();")]
    [InlineData("new Thread(() => { var queue = new Queue<int>(); while (queue.TryDequeue(out var it)) Console.WriteLine(it); }).Start();")]
    [InlineData("new Thread(() => { using var file = File.OpenText(\"a\"); while (file.ReadLine() is { } line) Console.WriteLine(line); }).Start();")]
    [InlineData("new Thread(() => { Thread.Sleep(100); Console.WriteLine(); }).Start();")]
    [InlineData("new Thread(async () => { while (true) await Task.Delay(1); }).Start();")]
    public Task Thread_that_does_not_outlive_the_host_is_silent(string start) => Check.Silent(
        $$"""
        class Pump
        {
            private static object? kept;
            void Start() { {{start}} }
            static void Loop() { while (true) Thread.Sleep(1); }
            static void Keep(object it) => GC.KeepAlive(it);
        }
        """);

    [Theory]
    [InlineData("while (!_stop.IsCancellationRequested) Thread.Sleep(1);")]
    [InlineData("while (_running) Thread.Sleep(1);")]
    [InlineData("while (true) { if (!_running) break; Thread.Sleep(1); }")]
    [InlineData("while (!_stop.Token.WaitHandle.WaitOne(1000)) Console.WriteLine();")]
    [InlineData("while (!_wake.Wait(1000)) Console.WriteLine();")]
    [InlineData("while (true) { _wake.Wait(); if (DateTime.Now.Hour > 1) return; }")]
    [InlineData("_wake.Wait();")]
    [InlineData("try { while (true) _queue.Take(_stop.Token); } catch (OperationCanceledException) { }")]
    [InlineData("foreach (var item in _queue.GetConsumingEnumerable()) Console.WriteLine(item);")]
    [InlineData("while (!_queue.IsCompleted) _queue.TryTake(out _, 100);")]
    [InlineData("while (true) { using var client = _listener.AcceptTcpClient(); }")]
    public Task Thread_that_the_stop_path_ends_is_silent(string body) => Check.Silent(
        $$"""
        class Pump : IHostedService
        {
            private readonly CancellationTokenSource _stop = new();
            private readonly System.Collections.Concurrent.BlockingCollection<int> _queue = new();
            private readonly System.Net.Sockets.TcpListener _listener = new(System.Net.IPAddress.Any, 1);
            private readonly ManualResetEventSlim _wake = new();
            private volatile bool _running = true;

            public Task StartAsync(CancellationToken cancellationToken) { new Thread(Run).Start(); return Task.CompletedTask; }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                _running = false;
                _wake.Set();
                _stop.Cancel();
                _queue.CompleteAdding();
                _listener.Stop();
                return Task.CompletedTask;
            }

            private void Run() { {{body}} }
        }
        """);

    [Fact]
    public Task Field_that_the_stop_path_joins_is_silent() => Check.Silent(
        """
        class Pump : IHostedService
        {
            private Thread? _thread;
            public Task StartAsync(CancellationToken cancellationToken) { _thread = new Thread(Run); _thread.Start(); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) { if (_thread is { IsAlive: true } thread) thread.Join(2000); return Task.CompletedTask; }
            private void Run() { while (true) Thread.Sleep(1); }
        }
        """);

    [Fact]
    public Task Factory_that_makes_background_threads_is_silent() => Check.Silent(
        """
        static class Threads
        {
            public static Thread Background(Action body)
            {
                var thread = new Thread(() => body());
                thread.IsBackground = true;
                return thread;
            }
        }

        class Pump { void Start() => Threads.Background(() => { while (true) Thread.Sleep(1); }).Start(); }
        """);

    [Fact]
    public Task Program_that_lives_by_its_threads_is_silent() => Check.Silent(
        """
        new Thread(Poll).Start();
        Console.WriteLine("running");

        static void Poll() { while (true) Thread.Sleep(100); }
        """);

    [Fact]
    public Task Thread_of_the_project_itself_is_silent() => Check.Silent(
        """
        namespace Sewing { class Thread(Action body) { public void Start() => body(); } }
        namespace Shop { class Pump { void Start() => new Sewing.Thread(() => { while (true) System.Threading.Thread.Sleep(1); }).Start(); } }
        """);

    // Every marked creation gets the initializer.
    private static Task Cured(string source) => Check.Fixes(source, Regex.Replace(source, @"\[\|(.*?)\|\]", static mark
        => mark.Groups[1].Value.Contains("{ Name", StringComparison.Ordinal)
            ? mark.Groups[1].Value.Replace("{ Name", "{ IsBackground = true, Name", StringComparison.Ordinal)
            : mark.Groups[1].Value + " { IsBackground = true }"));
}
