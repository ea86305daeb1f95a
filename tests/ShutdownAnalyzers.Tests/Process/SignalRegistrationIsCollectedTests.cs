using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Process.SignalRegistrationIsCollectedAnalyzer,
    ShutdownAnalyzers.Process.SignalRegistrationIsCollectedCodeFix>;

namespace ShutdownAnalyzers.Tests.Process;

public sealed class SignalRegistrationIsCollectedTests
{
    private const string Using = "using System.Runtime.InteropServices;\n";

    private static string Daemon(string register) =>
        Using +
        $$"""
        using var stop = new CancellationTokenSource();
        {{register}}
        try { await Task.Delay(-1, stop.Token); } catch (OperationCanceledException) { }

        void OnSignal(PosixSignalContext context) { context.Cancel = true; stop.Cancel(); }
        """;

    [Theory]
    [InlineData("[|PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)|];",
        "using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);")]
    [InlineData("_ = [|PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal)|];",
        "using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);")]
    [InlineData("var term = [|PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)|];",
        "using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);")]
    [InlineData("PosixSignalRegistration term = [|PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true)|];",
        "using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);")]
    [InlineData("var signal = PosixSignal.SIGQUIT; [|PosixSignalRegistration.Create(signal, OnSignal)|];",
        "var signal = PosixSignal.SIGQUIT; using var registration = PosixSignalRegistration.Create(signal, OnSignal);")]
    [InlineData("[|Hook(PosixSignal.SIGTERM)|]; IDisposable Hook(PosixSignal signal) => PosixSignalRegistration.Create(signal, OnSignal);",
        "using var sigterm = Hook(PosixSignal.SIGTERM); IDisposable Hook(PosixSignal signal) => PosixSignalRegistration.Create(signal, OnSignal);")]
    public Task Registration_that_top_level_code_drops_is_held_around_the_wait(string register, string repaired)
        => Check.Fixes(Daemon(register), Daemon(repaired));

    [Theory]
    [InlineData("[|Both()|];")]
    [InlineData("_ = [|Both()|];")]
    [InlineData("var both = [|Both()|]; Console.WriteLine(\"ready\");")]
    public Task Registrations_that_a_helper_returns_together_are_reported_where_they_are_dropped(string code) => Check.Finds(Several(code));

    [Theory]
    [InlineData("var both = Both(); try { Wait(); } finally { foreach (var it in both) it.Dispose(); }")]
    [InlineData("var both = Both(); Wait(); GC.KeepAlive(both);")]
    [InlineData("_kept = Both();")]
    [InlineData("var all = new List<IDisposable>(); all.AddRange(Both()); Wait(); all.ForEach(it => it.Dispose());")]
    public Task Registrations_that_are_kept_together_are_silent(string code) => Check.Silent(Several(code));

    private static string Several(string code) =>
        Using +
        $$"""
        class Program
        {
            static PosixSignalRegistration[]? _kept;
            static readonly ManualResetEventSlim Stop = new();

            static void Main()
            {
                {{code}}
                Wait();
                Console.WriteLine(_kept?.Length);
            }

            static void Wait() => Stop.Wait();
            static PosixSignalRegistration[] Both() => [PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal)];
            static void OnSignal(PosixSignalContext context) { context.Cancel = true; Stop.Set(); }
        }
        """;

    [Fact]
    public Task Comments_in_every_gap_survive() => Check.Fixes(
        Using +
        """
        class Program
        {
            static async Task Main()
            {
                // one
                /* two */ _ /* three */ = /* four */ [|PosixSignalRegistration.Create(PosixSignal.SIGTERM, /* five */ static it => it.Cancel = true /* six */)|] /* seven */; // eight
                await Task.Delay(-1); // nine
            }
        }
        """,
        Using +
        """
        class Program
        {
            static async Task Main()
            {
                // one
                /* two */ using var sigterm = /* three */ /* four */ PosixSignalRegistration.Create(PosixSignal.SIGTERM, /* five */ static it => it.Cancel = true /* six */) /* seven */; // eight
                await Task.Delay(-1); // nine
            }
        }
        """);

    [Fact]
    public Task Helper_that_returns_at_once_keeps_its_registrations_in_a_field() => Check.Fixes(
        Using +
        """
        static class Program
        {
            private static readonly CancellationTokenSource Stop = new();

            static async Task Main()
            {
                Watch(PosixSignal.SIGINT);
                Watch(PosixSignal.SIGTERM);
                await Task.Delay(-1, Stop.Token);
            }

            private static void Watch(PosixSignal signal) =>
                _ = [|PosixSignalRegistration.Create(signal, static context =>
                {
                    context.Cancel = true; // not yet
                    Stop.Cancel();
                })|];
        }
        """,
        Using +
        """
        static class Program
        {
            private static readonly CancellationTokenSource Stop = new();
            private static readonly List<PosixSignalRegistration> _signalRegistrations = new List<PosixSignalRegistration>();

            static async Task Main()
            {
                Watch(PosixSignal.SIGINT);
                Watch(PosixSignal.SIGTERM);
                await Task.Delay(-1, Stop.Token);
            }

            private static void Watch(PosixSignal signal) =>
                _signalRegistrations.Add(PosixSignalRegistration.Create(signal, static context =>
                {
                    context.Cancel = true; // not yet
                    Stop.Cancel();
                }));
        }
        """);

    [Fact]
    public Task Using_that_ends_with_its_method_becomes_a_field() => Check.Fixes(
        Using +
        """
        static class Hooks
        {
            public static IHost ReloadOnHangUp(this IHost host)
            {
                // HUP reloads
                using var registration = [|PosixSignalRegistration.Create(PosixSignal.SIGHUP, static it => it.Cancel = true)|]; // here
                Console.WriteLine("hooked");
                return host;
            }
        }
        """,
        Using +
        """
        static class Hooks
        {
            private static readonly List<PosixSignalRegistration> _signalRegistrations = new List<PosixSignalRegistration>();

            public static IHost ReloadOnHangUp(this IHost host)
            {
                // HUP reloads
                _signalRegistrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, static it => it.Cancel = true)); // here
                Console.WriteLine("hooked");
                return host;
            }
        }
        """);

    [Theory]
    [InlineData("void Hook() { var local = [|Create()|]; }")]
    [InlineData("void Hook() { PosixSignalRegistration[] both = [[|Create()|], [|Create()|]]; }")]
    [InlineData("void Hook() { using ([|Create()|]) { } }")]
    [InlineData("void Hook() { using (var it = [|Create()|]) { Console.WriteLine(it); } Thread.Sleep(-1); }")]
    [InlineData("Hooks() { using var it = [|Create()|]; }")]
    [InlineData("Task Hook() { using var it = [|Create()|]; return Wait(); }")]
    [InlineData("Action Hook() => () => [|Create()|];")]
    [InlineData("void Hook() { void Inner() => [|Create()|]; Inner(); }")]
    [InlineData("async Task Hook() { await Task.Yield(); _ = [|Create()|]; }")]
    [InlineData("async Task Hook() { await [|LaterAsync()|]; } static async Task<IDisposable> LaterAsync() { await Task.Yield(); return Create(); }")]
    [InlineData("void Hook() { Signals.Select(it => [|PosixSignalRegistration.Create(it, static _ => { })|]).ToArray(); }")]
    public Task Registration_that_nothing_holds_is_reported(string member) => Check.Finds(
        Using +
        $$"""
        class Hooks
        {
            static readonly PosixSignal[] Signals = [PosixSignal.SIGTERM];
            {{member}}
            static PosixSignalRegistration Create() => PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context => context.Cancel = true);
            static async Task Wait() => await Task.Delay(1);
        }
        """);

    [Theory]
    [InlineData("async Task Run() { using var it = Create(); await Task.Delay(1); }")]
    [InlineData("async Task Run() { using (Create()) await Task.Delay(1); }")]
    [InlineData("async Task Run() { using var it = Create(); using var other = Create(); await Task.Delay(1); }")]
    [InlineData("void Run() { using var it = Create(); Thread.Sleep(-1); }")]
    [InlineData("void Run() { using var it = Create(); new ManualResetEvent(false).WaitOne(); }")]
    [InlineData("void Run(IHost host) { using var it = Create(); host.Run(); }")]
    [InlineData("void Run() { using var it = Create(); Loop(); }")]
    [InlineData("void Run(Action serve) { using var it = Create(); serve(); }")]
    [InlineData("void Run(IServer server) { using var it = Create(); server.Serve(); }")]
    [InlineData("async Task Run() { var it = Create(); await Task.Delay(1); it.Dispose(); }")]
    [InlineData("async Task Run() { var it = Create(); try { await Task.Delay(1); } finally { it.Dispose(); } }")]
    [InlineData("async Task Run() { var it = Create(); await Task.Delay(1); GC.KeepAlive(it); }")]
    [InlineData("async Task Run() { PosixSignalRegistration[] both = [Create(), Create()]; await Task.Delay(1); Array.ForEach(both, static it => it.Dispose()); }")]
    [InlineData("private readonly PosixSignalRegistration _it = Create();")]
    [InlineData("private readonly PosixSignalRegistration[] _all = [Create(), Create()];")]
    [InlineData("private static PosixSignalRegistration? s_it; void Run() => s_it = Create();")]
    [InlineData("private readonly List<IDisposable> _all = []; void Run() => _all.Add(Create());")]
    [InlineData("private readonly PosixSignalRegistration[] _all = [.. new[] { PosixSignal.SIGINT }.Select(it => PosixSignalRegistration.Create(it, static _ => { }))];")]
    [InlineData("public PosixSignalRegistration Run() => Create();")]
    [InlineData("void Run(List<object> bag) => bag.Add(Create());")]
    [InlineData("void Run(IServiceCollection services) => services.AddSingleton(Create());")]
    [InlineData("void Run(IServiceCollection services) => services.AddSingleton(_ => Create());")]
    [InlineData("void Run() => PosixSignalRegistration.Create(PosixSignal.SIGWINCH, static _ => { });")]
    [InlineData("void Run() => PosixSignalRegistration.Create(PosixSignal.SIGCHLD, static _ => { });")]
    public Task Registration_that_is_held_while_it_is_needed_is_silent(string member) => Check.Silent(
        Using +
        $$"""
        public interface IServer { void Serve(); }
        public class Hooks
        {
            {{member}}
            static PosixSignalRegistration Create() => PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context => context.Cancel = true);
            static void Loop() { while (DateTime.Now.Hour > 1) { } }
        }
        """);

    [Fact]
    public Task Using_of_an_entry_point_is_silent() => Check.Silent(
        Using +
        """
        static class Program
        {
            static void Main()
            {
                using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context => context.Cancel = true);
                Console.WriteLine(Math.Sqrt(2));
            }
        }
        """);

    [Fact]
    public Task Disposable_that_holds_registrations_and_is_held_itself_is_silent() => Check.Silent(
        Using +
        """
        static class Program
        {
            static async Task Main()
            {
                using var signals = new Signals().On(PosixSignal.SIGTERM, PosixSignal.SIGINT);
                await Task.Delay(-1, signals.Stop);
            }
        }

        sealed class Signals : IDisposable
        {
            private readonly CancellationTokenSource _source = new();
            private readonly List<PosixSignalRegistration> _all = [];
            public CancellationToken Stop => _source.Token;
            public Signals On(params PosixSignal[] signals)
            {
                foreach (var signal in signals) _all.Add(PosixSignalRegistration.Create(signal, Handle));
                return this;
            }

            private void Handle(PosixSignalContext context) { context.Cancel = true; _source.Cancel(); }
            public void Dispose() { _all.ForEach(static it => it.Dispose()); _source.Dispose(); }
        }
        """);

    private static string Scope(string scope, string use) =>
        Using +
        $$"""
        static class Program
        {
            static async Task Main()
            {
                using var stop = new CancellationTokenSource();
                {{use}}
                while (!stop.IsCancellationRequested)
                {
                    await Task.Delay(1000);
                }
            }
        }

        sealed class Scope
        {
            {{scope}}
            public int Count => 2;
            public void Close() { }
        }
        """;

    private const string Forgotten =
        "private readonly PosixSignalRegistration[] _all; public Scope(CancellationTokenSource stop) { void Handle(PosixSignalContext it) { it.Cancel = true; stop.Cancel(); } _all = [[|PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle)|], [|PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)|]]; }";

    private const string Kept =
        "private readonly PosixSignalRegistration[] _all; public Scope(CancellationTokenSource stop) { void Handle(PosixSignalContext it) { it.Cancel = true; stop.Cancel(); } _all = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)]; }";

    [Theory]
    [InlineData(Forgotten, "var scope = new Scope(stop); Console.WriteLine(scope.Count);")]
    [InlineData(Forgotten, "_ = new Scope(stop);")]
    [InlineData("private PosixSignalRegistration? _one; public void Open(CancellationTokenSource stop) => _one = [|PosixSignalRegistration.Create(PosixSignal.SIGTERM, it => { it.Cancel = true; stop.Cancel(); })|];", "var scope = new Scope(); scope.Open(stop);")]
    public Task Registration_of_an_object_that_nobody_keeps_is_reported(string scope, string use) => Check.Finds(Scope(scope, use));

    [Theory]
    [InlineData(Kept, "var scope = new Scope(stop); await Task.Delay(1); scope.Close();")]
    [InlineData(Kept, "var scope = new Scope(stop); AppDomain.CurrentDomain.ProcessExit += (_, _) => scope.Close();")]
    [InlineData(Kept, "var scope = new Scope(stop); try { await Task.Delay(1); } finally { GC.KeepAlive(scope); }")]
    [InlineData("private readonly CancellationTokenSource _stop; private readonly PosixSignalRegistration _one; public Scope(CancellationTokenSource stop) { _stop = stop; _one = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle); } private void Handle(PosixSignalContext it) => _stop.Cancel();", "_ = new Scope(stop);")]
    [InlineData("private int _count; private readonly PosixSignalRegistration _one; public Scope(CancellationTokenSource stop) { _one = PosixSignalRegistration.Create(PosixSignal.SIGTERM, it => { _count++; stop.Cancel(); }); }", "_ = new Scope(stop);")]
    [InlineData("private static Scope? s_last; private readonly PosixSignalRegistration _one; public Scope(CancellationTokenSource stop) { s_last = this; _one = PosixSignalRegistration.Create(PosixSignal.SIGTERM, it => stop.Cancel()); }", "_ = new Scope(stop); ")]
    public Task Registration_of_an_object_that_its_handler_or_others_keep_is_silent(string scope, string use) => Check.Silent(Scope(scope, use));

    [Theory]
    [InlineData("var it = [|PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => stop.Cancel())|]; GC.KeepAlive(it);")]
    [InlineData("var it = [|PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => stop.Cancel())|]; Console.WriteLine(\"ready\"); GC.KeepAlive(it);")]
    [InlineData("var it = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => stop.Cancel()); stop.Token.WaitHandle.WaitOne(); GC.KeepAlive(it);")]
    [InlineData("var it = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => stop.Cancel()); try { Thread.Sleep(-1); } finally { GC.KeepAlive(it); }")]
    public Task Registration_is_kept_as_far_as_KeepAlive_stands(string code) => Check.Finds(Using + $"class Hooks {{ static void Hook(CancellationTokenSource stop) {{ {code} }} }}");

    [Fact]
    public Task Create_of_another_type_is_silent() => Check.Silent(
        """
        class PosixSignalRegistration { public static PosixSignalRegistration Create(int signal) => new(); }
        class Hooks { void Run() { PosixSignalRegistration.Create(15); } }
        """);
}
