using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Lifetime.LifetimeCallbackIsNotAwaitedAnalyzer,
    ShutdownAnalyzers.Lifetime.LifetimeCallbackIsNotAwaitedCodeFix>;

namespace ShutdownAnalyzers.Tests.Lifetime;

public sealed class LifetimeCallbackIsNotAwaitedTests
{
    private const string Registry =
        """

        sealed class Registry
        {
            public async Task LeaveAsync() => await Task.Delay(10);
            public async ValueTask CloseAsync() => await Task.Delay(10);
            public void Note() { }
        }
        """;

    private static string Program(string register) =>
        $$"""
        var app = WebApplication.CreateBuilder(args).Build();
        var registry = new Registry();
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        {{register}}
        app.Run();
        """ + Registry;

    [Theory]
    [InlineData("app.Lifetime.ApplicationStopping.Register([|async () => await registry.LeaveAsync()|]);",
        "app.Lifetime.ApplicationStopping.Register(() => Task.Run(async () => await registry.LeaveAsync()).Wait(TimeSpan.FromSeconds(5)));")]
    [InlineData("lifetime.ApplicationStopped.Register([|async () => { await registry.LeaveAsync(); }|]);",
        "lifetime.ApplicationStopped.Register(() => Task.Run(async () => { await registry.LeaveAsync(); }).Wait(TimeSpan.FromSeconds(5)));")]
    [InlineData("lifetime.ApplicationStarted.Register([|async () => await registry.LeaveAsync()|]);",
        "lifetime.ApplicationStarted.Register(() => Task.Run(async () => await registry.LeaveAsync()).Wait(TimeSpan.FromSeconds(5)));")]
    [InlineData("lifetime.ApplicationStopping.Register([|async delegate { await registry.LeaveAsync(); }|]);",
        "lifetime.ApplicationStopping.Register(delegate { Task.Run(async () => { await registry.LeaveAsync(); }).Wait(TimeSpan.FromSeconds(5)); });")]
    [InlineData("lifetime.ApplicationStopping.Register([|async state => await ((Registry)state!).LeaveAsync()|], registry);",
        "lifetime.ApplicationStopping.Register(state => Task.Run(async () => await ((Registry)state!).LeaveAsync()).Wait(TimeSpan.FromSeconds(5)), registry);")]
    [InlineData("lifetime.ApplicationStopping.Register([|static async state => await ((Registry)state!).LeaveAsync()|], registry);",
        "lifetime.ApplicationStopping.Register(static state => Task.Run(async () => await ((Registry)state!).LeaveAsync()).Wait(TimeSpan.FromSeconds(5)), registry);")]
    [InlineData("lifetime.ApplicationStopping.UnsafeRegister([|async (state, token) => await ((Registry)state!).LeaveAsync()|], registry);",
        "lifetime.ApplicationStopping.UnsafeRegister((state, token) => Task.Run(async () => await ((Registry)state!).LeaveAsync()).Wait(TimeSpan.FromSeconds(5)), registry);")]
    [InlineData("lifetime.ApplicationStopping.Register([|() => registry.LeaveAsync()|]);",
        "lifetime.ApplicationStopping.Register(() => Task.Run(() => registry.LeaveAsync()).Wait(TimeSpan.FromSeconds(5)));")]
    [InlineData("lifetime.ApplicationStopping.Register([|() => _ = registry.LeaveAsync()|]);",
        "lifetime.ApplicationStopping.Register(() => Task.Run(() => registry.LeaveAsync()).Wait(TimeSpan.FromSeconds(5)));")]
    [InlineData("lifetime.ApplicationStopping.Register([|() => { registry.Note(); registry.LeaveAsync(); }|]);",
        "lifetime.ApplicationStopping.Register(() => { registry.Note(); Task.Run(() => registry.LeaveAsync()).Wait(TimeSpan.FromSeconds(5)); });")]
    [InlineData("lifetime.ApplicationStopping.Register([|() => { registry.CloseAsync(); }|]);",
        "lifetime.ApplicationStopping.Register(() => { Task.Run(async () => await registry.CloseAsync()).Wait(TimeSpan.FromSeconds(5)); });")]
    [InlineData("var token = app.Lifetime.ApplicationStopping; token.Register([|async () => await registry.LeaveAsync()|]);",
        "var token = app.Lifetime.ApplicationStopping; token.Register(() => Task.Run(async () => await registry.LeaveAsync()).Wait(TimeSpan.FromSeconds(5)));")]
    [InlineData("Action leave = async () => await registry.LeaveAsync(); lifetime.ApplicationStopping.Register([|leave|]);",
        "Action leave = () => Task.Run(async () => await registry.LeaveAsync()).Wait(TimeSpan.FromSeconds(5)); lifetime.ApplicationStopping.Register(leave);")]
    [InlineData("lifetime.ApplicationStopping.Register([|Leave|]); async void Leave() { await registry.LeaveAsync(); }",
        "lifetime.ApplicationStopping.Register(() => Task.Run(() => Leave()).Wait(TimeSpan.FromSeconds(5))); async Task Leave() { await registry.LeaveAsync(); }")]
    [InlineData("lifetime.ApplicationStopping.Register([|Leave|], null); async void Leave(object? it) => await registry.LeaveAsync();",
        "lifetime.ApplicationStopping.Register(it => Task.Run(() => Leave(it)).Wait(TimeSpan.FromSeconds(5)), null); async Task Leave(object? it) => await registry.LeaveAsync();")]
    [InlineData("lifetime.ApplicationStopping.Register([|Leave|]); void Leave() { registry.LeaveAsync(); }",
        "lifetime.ApplicationStopping.Register(Leave); void Leave() { Task.Run(() => registry.LeaveAsync()).Wait(TimeSpan.FromSeconds(5)); }")]
    public Task Callback_that_nobody_awaits_is_made_to_wait(string register, string repaired) => Check.Fixes(Program(register), Program(repaired));

    [Fact]
    public Task Comments_in_every_gap_survive() => Check.Fixes(
        Program(
            """
            // one
            app.Lifetime.ApplicationStopping.Register( /* two */ [|async /* three */ () /* four */ => /* five */
            {
                // six
                await registry.LeaveAsync(); // seven
                // eight
            }|] /* nine */ ); // ten
            """),
        Program(
            """
            // one
            app.Lifetime.ApplicationStopping.Register( /* two */ /* three */ () /* four */ => Task.Run(async () => /* five */
            {
                // six
                await registry.LeaveAsync(); // seven
                // eight
            }).Wait(TimeSpan.FromSeconds(5)) /* nine */ ); // ten
            """));

    [Fact]
    public Task Helper_that_registers_what_it_is_handed_is_seen_through() => Check.Fixes(
        """
        static class Hooks
        {
            public static IHostApplicationLifetime BeforeStop(this IHostApplicationLifetime lifetime, Action callback)
            {
                lifetime.ApplicationStopping.Register(callback);
                return lifetime;
            }
        }

        class Member(Registry registry, IHostApplicationLifetime lifetime)
        {
            public void Join() => lifetime.BeforeStop([|async () => await registry.LeaveAsync()|]);
        }
        """ + Registry,
        """
        static class Hooks
        {
            public static IHostApplicationLifetime BeforeStop(this IHostApplicationLifetime lifetime, Action callback)
            {
                lifetime.ApplicationStopping.Register(callback);
                return lifetime;
            }
        }

        class Member(Registry registry, IHostApplicationLifetime lifetime)
        {
            public void Join() => lifetime.BeforeStop(() => Task.Run(async () => await registry.LeaveAsync()).Wait(TimeSpan.FromSeconds(5)));
        }
        """ + Registry);

    [Theory]
    [InlineData("static void OnStopping(WebApplication app, Func<Task> work) => app.Lifetime.ApplicationStopping.Register([|async () => await work()|]);")]
    [InlineData("static void OnStopping(WebApplication app, Func<Task> work) => app.Lifetime.ApplicationStopping.Register([|() => work()|]);")]
    [InlineData("static void On(CancellationToken token, Action work) => token.Register(() => work()); static void Use(WebApplication app, Registry it) => On(app.Lifetime.ApplicationStopping, [|async () => await it.LeaveAsync()|]);")]
    [InlineData("CancellationToken Stopping => lifetime.ApplicationStopping; void Use(Registry it) => Stopping.Register([|async () => await it.LeaveAsync()|]);")]
    [InlineData("static CancellationToken StoppingOf(IHostApplicationLifetime it) => it.ApplicationStopping; void Use(Registry it) => StoppingOf(lifetime).Register([|async () => await it.LeaveAsync()|]);")]
    [InlineData("readonly CancellationToken _stop = lifetime.ApplicationStopping; void Use(Registry it) => _stop.Register([|() => _ = it.LeaveAsync()|]);")]
    [InlineData("void Use(Registry it) => lifetime.ApplicationStopping.Register([|() => Leave(it)|]); static void Leave(Registry it) => Deeper(it); static void Deeper(Registry it) { it.LeaveAsync(); }")]
    [InlineData("void Use(Registry it) => lifetime.ApplicationStopping.Register([|() => Task.Run(() => it.Note())|]);")]
    [InlineData("void Use(Registry it) => lifetime.ApplicationStopping.Register([|() => it.LeaveAsync().ContinueWith(_ => { })|]);")]
    [InlineData("Task? _lost; void Use(Registry it) => lifetime.ApplicationStopping.Register([|() => _lost = it.LeaveAsync()|]);")]
    [InlineData("void Use(Registry it) => lifetime.ApplicationStopping.Register([|async () => { await foreach (var i in Items()) { } }|]); static async IAsyncEnumerable<int> Items() { await Task.Yield(); yield return 1; }")]
    public Task Work_that_the_callback_leaves_behind_is_found(string members) => Check.Finds($"#pragma warning disable CS0414\nclass Hooks(IHostApplicationLifetime lifetime)\n{{\n    IHostApplicationLifetime Kept => lifetime;\n    {members}\n}}" + Registry);

    [Fact]
    public Task Callback_on_the_stopping_token_of_a_worker_is_found() => Check.Finds(
        """
        class Worker(Registry registry) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                stoppingToken.Register([|async () => await registry.LeaveAsync()|]);
                return Task.Delay(-1, stoppingToken);
            }
        }
        """ + Registry);

    [Fact]
    public Task Override_that_is_async_void_is_found_where_the_base_registers_it() => Check.Reports(
        """
        abstract class Gateway
        {
            protected Gateway(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register([|static it => ((Gateway)it!).OnStopping()|], this);
            protected abstract void OnStopping();
        }

        sealed class Parking(Registry registry, IHostApplicationLifetime lifetime) : Gateway(lifetime)
        {
            protected override async void OnStopping() => await registry.LeaveAsync();
        }
        """ + Registry);

    [Theory]
    [InlineData("lifetime.ApplicationStopping.Register(() => registry.Note());")]
    [InlineData("lifetime.ApplicationStopping.Register(() => registry.LeaveAsync().Wait());")]
    [InlineData("lifetime.ApplicationStopping.Register(() => registry.LeaveAsync().GetAwaiter().GetResult());")]
    [InlineData("lifetime.ApplicationStopping.Register(() => Task.Run(registry.LeaveAsync).Wait(TimeSpan.FromSeconds(1)));")]
    [InlineData("lifetime.ApplicationStopping.Register(() => Thread.Sleep(5000));")]
    [InlineData("lifetime.ApplicationStopping.Register(async () => registry.Note());")]
    [InlineData("var done = new TaskCompletionSource(); lifetime.ApplicationStopping.Register(() => done.TrySetResult()); _ = done.Task;")]
    [InlineData("var source = new CancellationTokenSource(); lifetime.ApplicationStopping.Register(() => source.CancelAsync()); lifetime.ApplicationStopping.Register(() => { _ = source.CancelAsync(); });")]
    [InlineData("System.Net.WebSockets.WebSocket socket = null!; lifetime.ApplicationStopping.Register(() => _ = socket.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.EndpointUnavailable, \"\", default));")]
    [InlineData("lifetime.ApplicationStarted.Register(() => _ = registry.LeaveAsync());")]
    [InlineData("lifetime.ApplicationStarted.Register(() => Task.Run(registry.LeaveAsync));")]
    [InlineData("lifetime.ApplicationStopping.Register(() => _ = Task.Run(async () => { await Task.Delay(9000); Environment.Exit(1); }));")]
    [InlineData("lifetime.ApplicationStopping.Register(() => Task.Delay(9000).ContinueWith(_ => Environment.FailFast(\"hung\")));")]
    [InlineData("lifetime.ApplicationStopping.Register(() => { _ = Task.CompletedTask; Task.FromResult(1); });")]
    [InlineData("var source = new CancellationTokenSource(); source.Token.Register(async () => await registry.LeaveAsync()); source.Cancel();")]
    [InlineData("app.MapGet(\"/\", (HttpContext context) => { context.RequestAborted.Register(async () => await registry.LeaveAsync()); });")]
    [InlineData("Func<Task> leave = async () => await registry.LeaveAsync(); await leave();")]
    public Task Callback_that_leaves_nothing_behind_is_silent(string register) => Check.Silent(Program(register));

    [Fact]
    public Task Task_that_the_stop_path_awaits_is_silent() => Check.Silent(
        """
        sealed class Membership : IHostedService
        {
            private readonly TaskCompletionSource _gone = new();
            private Task _leaving = Task.CompletedTask;

            public Membership(IHostApplicationLifetime lifetime)
            {
                lifetime.ApplicationStopping.Register(() => _leaving = LeaveAsync());
                lifetime.ApplicationStopping.Register(async () => { await LeaveAsync(); _gone.TrySetResult(); });
                lifetime.ApplicationStopping.Register(() => _ = SignalAsync());
            }

            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public async Task StopAsync(CancellationToken cancellationToken) { await _leaving.WaitAsync(cancellationToken); await _gone.Task.WaitAsync(cancellationToken); }
            private async Task SignalAsync() { await Task.Delay(1); _gone.TrySetResult(); }
            private static Task LeaveAsync() => Task.Delay(1);
        }
        """);

    [Fact]
    public Task Sockets_that_a_helper_closes_are_silent() => Check.Silent(
        """
        using System.Net.WebSockets;

        sealed class Sockets
        {
            private readonly List<WebSocket> _all = [];
            public Sockets(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(CloseAll);
            private void CloseAll() { foreach (var socket in _all) _ = CloseAsync(socket); }
            private static async Task CloseAsync(WebSocket socket) => await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "", default);
        }
        """);

    [Fact]
    public Task Register_of_another_type_is_silent() => Check.Silent(
        """
        sealed class Plan { public void Register(Action it) => it(); public Plan ApplicationStopping => this; }
        class Use { void All(Plan plan) => plan.ApplicationStopping.Register(async () => await Task.Delay(1)); }
        """);
}
