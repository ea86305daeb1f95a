using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Lifetime.HostRunIsNotAwaitedAnalyzer,
    ShutdownAnalyzers.Lifetime.HostRunIsNotAwaitedCodeFix>;

namespace ShutdownAnalyzers.Tests.Lifetime;

public sealed class HostRunIsNotAwaitedTests
{
    private static string TopLevel(string run) =>
        $$"""
        var app = WebApplication.CreateBuilder(args).Build();
        {{run}}
        """;

    [Theory]
    [InlineData("[|app.RunAsync()|];", "await app.RunAsync();")]
    [InlineData("_ = [|app.RunAsync()|];", "await app.RunAsync();")]
    [InlineData("[|app.RunAsync(\"http://localhost:1\")|];", "await app.RunAsync(\"http://localhost:1\");")]
    [InlineData("[|app.RunAsync()|].ConfigureAwait(false);", "await app.RunAsync().ConfigureAwait(false);")]
    [InlineData("var run = [|app.RunAsync()|];", "await app.RunAsync();")]
    [InlineData("Task.Run(async () => await [|app.RunAsync()|]);", "await Task.Run(async () => await app.RunAsync());")]
    [InlineData("Task.Run(() => [|app.RunAsync()|]);", "await Task.Run(() => app.RunAsync());")]
    [InlineData("await app.StartAsync(); [|app.WaitForShutdownAsync()|];", "await app.StartAsync(); await app.WaitForShutdownAsync();")]
    [InlineData("[|app.StartAsync()|]; Console.WriteLine();", "await app.StartAsync(); Console.WriteLine();")]
    [InlineData("[|app.StartAsync()|]; app.WaitForShutdown();", "await app.StartAsync(); app.WaitForShutdown();")]
    [InlineData("[|app.StartAsync()|]; await app.WaitForShutdownAsync();", "await app.StartAsync(); await app.WaitForShutdownAsync();")]
    [InlineData("[|Host.CreateDefaultBuilder().RunConsoleAsync()|];", "await Host.CreateDefaultBuilder().RunConsoleAsync();")]
    [InlineData("[|HostingAbstractionsHostExtensions.RunAsync(app)|];", "await HostingAbstractionsHostExtensions.RunAsync(app);")]
    [InlineData("Task.WhenAll([|app.RunAsync()|]);", "await Task.WhenAll(app.RunAsync());")]
    [InlineData("[|Serve(app)|]; static Task Serve(IHost host) => host.RunAsync();", "await Serve(app); static Task Serve(IHost host) => host.RunAsync();")]
    [InlineData("[|Serve(app)|]; static async Task Serve(IHost host) { Console.WriteLine(); await host.RunAsync(); }", "await Serve(app); static async Task Serve(IHost host) { Console.WriteLine(); await host.RunAsync(); }")]
    [InlineData("try { [|app.RunAsync()|]; } finally { Console.WriteLine(); }", "try { await app.RunAsync(); } finally { Console.WriteLine(); }")]
    public Task Run_at_the_end_is_awaited_in_place(string run, string repaired) => Check.Fixes(TopLevel(run), TopLevel(repaired));

    [Theory]
    [InlineData("[|app.RunAsync()|];\nConsole.WriteLine(\"started\");", "var run = app.RunAsync();\nConsole.WriteLine(\"started\");\nawait run;")]
    [InlineData("var serving = [|app.RunAsync()|];\nConsole.WriteLine(\"started\");", "var serving = app.RunAsync();\nConsole.WriteLine(\"started\");\nawait serving;")]
    [InlineData("[|app.RunAsync()|];\nConsole.WriteLine(\"started\");\nreturn 0;", "var run = app.RunAsync();\nConsole.WriteLine(\"started\");\nawait run;\nreturn 0;")]
    [InlineData("var run = 0;\n[|app.RunAsync()|];\nConsole.WriteLine(run);", "var run = 0;\nvar run2 = app.RunAsync();\nConsole.WriteLine(run);\nawait run2;")]
    public Task Run_that_other_work_follows_is_awaited_at_the_end(string run, string repaired) => Check.Fixes(TopLevel(run), TopLevel(repaired));

    [Fact]
    public Task Second_host_is_awaited_behind_the_first() => Check.Fixes(
        """
        var web = WebApplication.CreateBuilder(args).Build();
        var admin = WebApplication.CreateBuilder(args).Build();

        [|admin.RunAsync("http://localhost:9191")|];
        await web.RunAsync();

        static void Local() { }
        """,
        """
        var web = WebApplication.CreateBuilder(args).Build();
        var admin = WebApplication.CreateBuilder(args).Build();

        var run = admin.RunAsync("http://localhost:9191");
        await web.RunAsync();
        await run;

        static void Local() { }
        """);

    [Fact]
    public Task Comments_in_every_gap_survive() => Check.Fixes(
        """
        // one
        var app = WebApplication.CreateBuilder(args).Build(); // two
        // three
        /* four */ _ /* five */ = /* six */ [|app. /* seven */ RunAsync(/* eight */)|] /* nine */; // ten
        // eleven
        Console.WriteLine(); // twelve
        // thirteen
        """,
        """
        // one
        var app = WebApplication.CreateBuilder(args).Build(); // two
        // three
        /* four */ var run = /* five */ /* six */ app. /* seven */ RunAsync(/* eight */) /* nine */; // ten
        // eleven
        Console.WriteLine(); // twelve
        await run;
        // thirteen
        """);

    private static string Program(string main) =>
        $$"""
        class Program
        {
            {{main}}
            static IHost Create(string[] args) => Host.CreateDefaultBuilder(args).Build();
            static bool Ready(IHost host) => host is not null;
        }
        """;

    [Theory]
    [InlineData("static void Main(string[] args) => [|Create(args).RunAsync()|];", "static async Task Main(string[] args) => await Create(args).RunAsync();")]
    [InlineData("static void Main(string[] args) => _ = [|Create(args).RunAsync()|];", "static async Task Main(string[] args) => await Create(args).RunAsync();")]
    [InlineData("static void Main(string[] args) { [|Create(args).RunAsync()|]; }", "static async Task Main(string[] args) { await Create(args).RunAsync(); }")]
    [InlineData("static int Main(string[] args) { [|Create(args).RunAsync()|]; return 0; }", "static async Task<int> Main(string[] args) { await Create(args).RunAsync(); return 0; }")]
    [InlineData("static Task Main(string[] args) { [|Create(args).RunAsync()|]; return Task.CompletedTask; }", "static async Task Main(string[] args) { await Create(args).RunAsync(); }")]
    [InlineData("static async Task Main(string[] args) { using (var host = Create(args)) { [|host.RunAsync()|]; } }", "static async Task Main(string[] args) { using (var host = Create(args)) { await host.RunAsync(); } }")]
    public Task Entry_point_becomes_async(string main, string repaired) => Check.Fixes(Program(main), Program(repaired));

    [Theory]
    [InlineData("static void Main(string[] args) => [|Create(args).RunAsync()|];", "static void Main(string[] args) => Create(args).Run();")]
    [InlineData("static void Main(string[] args) { var host = Create(args); host.Start(); _ = [|host.WaitForShutdownAsync()|]; }", "static void Main(string[] args) { var host = Create(args); host.Start(); host.WaitForShutdown(); }")]
    public Task Second_action_blocks(string main, string repaired) => Check.Fixes(Program(main), Program(repaired), action: 1);

    [Theory]
    [InlineData("static void Main(string[] args) { Launch(Create(args)); } static void Launch(IHost host) { [|host.RunAsync()|]; }")]
    [InlineData("static void Main(string[] args) { if (Create(args) is var host && Ready(host)) [|host.RunAsync()|]; }")]
    [InlineData("static int Main(string[] args) { [|Create(args).RunAsync()|]; return Environment.ExitCode; }")]
    [InlineData("static void Main(string[] args) { AppDomain.CurrentDomain.DomainUnload += (_, _) => [|Create(args).StartAsync()|]; }")]
    public Task No_fix_where_awaiting_would_change_what_runs_when(string main) => Check.Reports(Program(main));

    [Theory]
    [InlineData("foreach (var host in new[] { app }) [|host.RunAsync()|];")]
    [InlineData("[|app.RunAsync()|].ContinueWith(static it => Console.WriteLine(it.Exception));")]
    [InlineData("Task.WhenAny([|app.RunAsync()|], Task.Delay(1));")]
    [InlineData("IHost host = app; [|host.RunAsync()|]; [|host.StartAsync()|];")]
    [InlineData("new WebHostBuilder().Build().Start(); _ = [|new WebHostBuilder().Build().RunAsync()|];")]
    [InlineData("Launch(app); static T Launch<T>(T host) where T : IHost { [|host.RunAsync()|]; return host; }")]
    [InlineData("_ = Task.Run(async () => { Console.WriteLine(); await [|app.RunAsync()|]; });")]
    [InlineData("Task.Factory.StartNew(async () => await [|app.RunAsync()|]); Console.ReadLine();")]
    [InlineData("Launch(app); static async void Launch(IHost host) => await [|host.RunAsync()|];")]
    [InlineData("[|Both(app)|]; static async Task Both(IHost host) { await Task.WhenAll(host.StartAsync()); await host.WaitForShutdownAsync(); }")]
    public Task Run_that_nobody_waits_for_is_found(string run) => Check.Finds(TopLevel(run));

    [Theory]
    [InlineData("await app.RunAsync();")]
    [InlineData("app.RunAsync().Wait();")]
    [InlineData("app.RunAsync().GetAwaiter().GetResult();")]
    [InlineData("await app.RunAsync().ConfigureAwait(false);")]
    [InlineData("var run = app.RunAsync(); Console.WriteLine(); await run;")]
    [InlineData("var run = app.RunAsync(); run.Wait();")]
    [InlineData("Task? run = null; run = app.RunAsync(); await run;")]
    [InlineData("await Task.WhenAll(app.RunAsync(), Task.Delay(1));")]
    [InlineData("Task.WaitAny(app.RunAsync());")]
    [InlineData("var runs = new List<Task>(); runs.Add(app.RunAsync()); await Task.WhenAll(runs);")]
    [InlineData("Task[] runs = [app.RunAsync()]; await Task.WhenAny(runs);")]
    [InlineData("await Serve(app); static Task Serve(IHost host) => host.RunAsync();")]
    [InlineData("var run = app.RunAsync(); while (!run.IsCompleted) Thread.Sleep(1);")]
    [InlineData("await await Task.WhenAny(app.RunAsync(), Task.Delay(-1));")]
    [InlineData("_ = app.StartAsync(); app.WaitForShutdown();")]
    [InlineData("_ = app.StartAsync(); await app.WaitForShutdownAsync();")]
    [InlineData("_ = app.RunAsync(); Console.ReadLine(); await app.StopAsync();")]
    [InlineData("Launch(app); await app.WaitForShutdownAsync(); static void Launch(IHost host) { host.RunAsync(); }")]
    [InlineData("var host = Launch(app); await host.StopAsync(); static IHost Launch(IHost host) { host.RunAsync(); return host; }")]
    [InlineData("_ = app.RunAsync(); Hand(app); static void Hand(object it) => GC.KeepAlive(it);")]
    [InlineData("app.Run();")]
    [InlineData("await Task.Run(() => app.RunAsync());")]
    [InlineData("await Task.Run(async () => await app.RunAsync());")]
    [InlineData("var run = Task.Run(async () => await app.RunAsync()); Console.WriteLine(); run.Wait();")]
    [InlineData("_ = Task.Run(async () => await app.RunAsync()); Console.ReadLine(); await app.StopAsync();")]
    [InlineData("AppDomain.CurrentDomain.DomainUnload += async (_, _) => await app.StartAsync();")]
    [InlineData("await using var held = app; await app.StartAsync(); await app.WaitForShutdownAsync();")]
    public Task Run_that_somebody_waits_for_is_silent(string run) => Check.Silent(TopLevel(run));

    [Fact]
    public Task Host_that_a_type_starts_and_stops_is_silent() => Check.Silent(
        """
        sealed class Embedded(IHost host) : IAsyncDisposable
        {
            public void Open() => _ = host.StartAsync();
            public async ValueTask DisposeAsync() => await host.StopAsync();
        }
        """);

    [Fact]
    public Task Task_that_a_field_keeps_for_the_stop_is_silent() => Check.Silent(
        """
        sealed class Embedded(IHost host) : IHostedService
        {
            private Task _run = Task.CompletedTask;
            public Task StartAsync(CancellationToken cancellationToken) { _run = host.RunAsync(); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) => _run.WaitAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task User_interface_is_silent() => Check.Silent(
        """
        static class Program
        {
            [STAThread]
            static void Main(string[] args)
            {
                var host = Host.CreateDefaultBuilder(args).Build();
                _ = host.RunAsync();
                Window.Show();
            }
        }

        static class Window { public static void Show() => Thread.Sleep(-1); }
        """);

    [Fact]
    public Task Start_of_something_else_is_silent() => Check.Silent(
        """
        class Engine { public Task RunAsync() => Task.CompletedTask; public Task StartAsync() => Task.CompletedTask; }
        class Car { void Go(Engine engine) { engine.RunAsync(); _ = engine.StartAsync(); } }
        """);
}
