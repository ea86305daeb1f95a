using Microsoft.CodeAnalysis.CSharp.Syntax;
using ShutdownAnalyzers.Editing;

namespace ShutdownAnalyzers.Tests.Editing;

public sealed class StopSignalsTests
{
    [Theory]
    [InlineData("async Task M(CancellationToken ct) { await [|Task.Delay(1)|]; }", "ct")]
    [InlineData("void M(CancellationToken ct) { Func<Task> f = async () => await [|Task.Delay(1)|]; }", "ct")]
    [InlineData("async Task M(CancellationToken @event) { await [|Task.Delay(1)|]; }", "@event")]
    [InlineData("async Task M(IHostApplicationLifetime lifetime) { await [|Task.Delay(1)|]; }", "lifetime.ApplicationStopping")]
    [InlineData("async Task M(WebApplication app) { await [|Task.Delay(1)|]; }", "app.Lifetime.ApplicationStopping")]
    [InlineData("void M(WebApplication app) { app.MapGet(\"/\", async () => await [|Task.Delay(1)|]); }", "app.Lifetime.ApplicationStopping")]
    [InlineData("readonly IHostApplicationLifetime _life; C(IHostApplicationLifetime l) => _life = l; async Task M() { await [|Task.Delay(1)|]; }", "_life.ApplicationStopping")]
    [InlineData("readonly CancellationTokenSource _stop = new(); public void Dispose() => _stop.Cancel(); async Task M() { await [|Task.Delay(1)|]; }", "_stop.Token")]
    public async Task A_signal_in_reach_is_taken(string members, string expected)
    {
        var (finding, _) = await Draft.Of($"class C : IDisposable {{ {members} {(members.Contains("Dispose()") ? "" : "public void Dispose() { }")} }}");
        var signal = StopSignals.For(finding, finding.Node);
        Assert.Equal(expected, signal?.Expression);
        Assert.Empty(signal!.Supports);
    }

    [Theory]
    [InlineData("public class C { public Task M() => [|Task.Delay(1)|]; public Task N(CancellationToken t) => M(); }")] // a library's signature
    [InlineData("interface I { Task M(); } class C : I { public Task M() => [|Task.Delay(1)|]; Task N(CancellationToken t) => M(); }")] // implemented
    [InlineData("class C { Task M() => [|Task.Delay(1)|]; Task N(CancellationToken t) { Func<Task> f = M; return f(); } }")] // a delegate
    [InlineData("class C { Task M() => [|Task.Delay(1)|]; Task N(CancellationToken t) => M(); Task O() => M(); }")] // one caller has none
    [InlineData("class C { static Task M() => [|Task.Delay(1)|]; }")] // nobody calls it
    public async Task No_signal_is_made_up(string source)
    {
        var (finding, _) = await Draft.Of(source);
        Assert.Null(StopSignals.For(finding, finding.Node));
    }

    [Theory]
    [InlineData("class M(RequestDelegate next) { public async Task InvokeAsync(HttpContext c) { await [|Task.Delay(1)|]; await next(c); } }", "c.RequestServices.GetRequiredService<global::Microsoft.Extensions.Hosting.IHostApplicationLifetime>().ApplicationStopping")]
    [InlineData("class M(RequestDelegate next) { public async Task InvokeAsync(HttpContext c) { await Wait(); await next(c); } Task Wait() => [|Task.Delay(1)|]; }", "lifetime.ApplicationStopping")]
    [InlineData("class P(ILogger<P> log) : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public async Task OnGet() { log.LogInformation(\"\"); await [|Task.Delay(1)|]; } }", "lifetime.ApplicationStopping")]
    [InlineData("class H(ILogger<H> lifetime) : Microsoft.AspNetCore.SignalR.Hub { public async Task Send() { lifetime.LogInformation(\"\"); await [|Task.Delay(1)|]; } }", "lifetime2.ApplicationStopping")]
    [InlineData("static class E { static void Map(IEndpointRouteBuilder r) { r.MapGet(\"/\", Get); static async Task<int> Get() { await [|Task.Delay(1)|]; return 1; } } }", "lifetime.ApplicationStopping")]
    [InlineData("class E { void Map(IEndpointRouteBuilder r) => r.MapGroup(\"/\").MapPost(\"/\", Get); async Task<int> Get() { await [|Task.Delay(1)|]; return 1; } }", "lifetime.ApplicationStopping")]
    [InlineData("class T : IDisposable { T() { _ = Task.Run(() => [|Task.Delay(1)|]); } public void Dispose() { } }", "_stopping.Token")]
    [InlineData("class T : IAsyncDisposable { Task Run() => [|Task.Delay(1)|]; public async ValueTask DisposeAsync() { await Task.Yield(); } }", "_stopping.Token")]
    [InlineData("class S { public S(IServiceCollection s) => s.AddTransient(typeof(T)); class T : IDisposable { Task Run() => [|Task.Delay(1)|]; public void Dispose() { } } }", "_lifetime.ApplicationStopping")]
    [InlineData("class S { public S(IServiceCollection s) => s.AddScoped<IDisposable, T>(); class T : IDisposable { Task Run() => [|Task.Delay(1)|]; public void Dispose() { } } }", "_lifetime.ApplicationStopping")]
    [InlineData("class W : BackgroundService { protected override Task ExecuteAsync(CancellationToken t) => Task.CompletedTask; public override Task StartAsync(CancellationToken t) => [|Task.Delay(1)|]; }", "_stopping.Token")]
    public async Task A_signal_is_brought_into_reach(string source, string expected)
    {
        var (finding, _) = await Draft.Of(source);
        Assert.Equal(expected, StopSignals.For(finding, finding.Node)?.Expression);
    }

    [Theory]
    [InlineData("class S { public S(IServiceCollection s) => s.AddSingleton<T>(); T Own() => new T(); class T { Task Run() => [|Task.Delay(1)|]; } }")] // also made by hand
    [InlineData("class S { public S(IServiceCollection s) => s.AddSingleton(new T()); class T { Task Run() => [|Task.Delay(1)|]; } }")] // an instance
    [InlineData("class S { public S(IServiceCollection s) => s.AddSingleton(_ => new T()); class T { Task Run() => [|Task.Delay(1)|]; } }")] // a factory
    [InlineData("class H : Microsoft.AspNetCore.SignalR.Hub { public H() { } public H(int x) { } public Task Send() => [|Task.Delay(1)|]; }")] // two constructors
    [InlineData("interface I { Task Get(int id); } class E : I { void Map(IEndpointRouteBuilder r) => r.MapGet(\"/{id}\", Get); public Task Get(int id) => [|Task.Delay(1)|]; }")] // an implemented handler
    [InlineData("class E { void Map(IEndpointRouteBuilder r) => r.MapGet(\"/{id}\", Get); Task Other() => Get(1); Task Get(int id) => [|Task.Delay(1)|]; }")] // a handler that is called too
    [InlineData("class T { Task Run() => [|Task.Delay(1)|]; }")] // nobody stops it
    [InlineData("class T { static readonly Task Loop = Task.Run(() => [|Task.Delay(1)|]); }")] // nobody can
    public async Task No_signal_is_brought_where_somebody_else_has_a_say(string source)
    {
        var (finding, _) = await Draft.Of(source);
        Assert.Null(StopSignals.For(finding, finding.Node)?.Expression);
    }

    [Fact]
    public Task A_token_is_threaded_through_private_methods() => PassesSignal(
        """
        class Worker : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Run(1 /* one */); // go
            }

            // Runs.
            private async Task Run(int x) => await Wait(x, y: 2); // on

            private static async Task Wait(int x, int y /* why */)
            {
                await Inner();

                static async Task Inner()
                {
                    while (true)
                        await [|Task.Delay(1)|];
                }
            }
        }
        """,
        """
        class Worker : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Run(1 /* one */, stoppingToken); // go
            }

            // Runs.
            private async Task Run(int x, CancellationToken stoppingToken) => await Wait(x, y: 2, stoppingToken: stoppingToken); // on

            private static async Task Wait(int x, int y /* why */, CancellationToken stoppingToken)
            {
                await Inner(stoppingToken);

                static async Task Inner(CancellationToken stoppingToken)
                {
                    while (true)
                        await Task.Delay(1, stoppingToken);
                }
            }
        }
        """);

    [Fact]
    public Task A_token_is_threaded_past_optional_parameters_and_params() => PassesSignal(
        """
        static class Helper
        {
            internal static Task Wait(this object o, int x = 1, params string[] rest) => [|Task.Delay(x)|];
        }

        class Caller
        {
            Task A(CancellationToken ct) => this.Wait();
            Task B(CancellationToken ct) => Helper.Wait(this, 3);
        }
        """,
        """
        static class Helper
        {
            internal static Task Wait(this object o, int x = 1, CancellationToken cancellationToken = default, params string[] rest) => Task.Delay(x, cancellationToken);
        }

        class Caller
        {
            Task A(CancellationToken ct) => this.Wait(cancellationToken: ct);
            Task B(CancellationToken ct) => Helper.Wait(this, 3, ct);
        }
        """);

    [Fact]
    public Task A_token_is_threaded_through_recursion_and_other_files() => PassesSignal(
        """
        partial class Worker
        {
            private async Task Loop(int depth)
            {
                await [|Task.Delay(1)|];
                await Loop(depth + 1);
            }
        }
        //-- Worker.cs
        partial class Worker : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => Loop(0));
        }

        """,
        """
        partial class Worker
        {
            private async Task Loop(int depth, CancellationToken stoppingToken)
            {
                await Task.Delay(1, stoppingToken);
                await Loop(depth + 1, stoppingToken);
            }
        }
        //-- Worker.cs
        partial class Worker : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => Loop(0, stoppingToken));
        }

        """);

    [Fact]
    public Task An_iterator_gets_the_token_of_its_enumeration_too() => PassesSignal(
        """
        class C
        {
            async Task Use(CancellationToken ct)
            {
                await foreach (var x in Items()) { }
            }

            async IAsyncEnumerable<int> Items()
            {
                await [|Task.Delay(1)|];
                yield return 1;
            }
        }
        """,
        """
        using System.Runtime.CompilerServices;

        class C
        {
            async Task Use(CancellationToken ct)
            {
                await foreach (var x in Items(ct)) { }
            }

            async IAsyncEnumerable<int> Items([EnumeratorCancellation] CancellationToken cancellationToken)
            {
                await Task.Delay(1, cancellationToken);
                yield return 1;
            }
        }
        """);

    [Fact]
    public Task A_handler_asks_for_the_lifetime() => PassesSignal(
        """
        static class Endpoints
        {
            public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/{id}", static async (int id) =>
            {
                await [|Task.Delay(1)|];
            });
        }
        """,
        """
        static class Endpoints
        {
            public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/{id}", static async (int id, IHostApplicationLifetime lifetime) =>
            {
                await Task.Delay(1, lifetime.ApplicationStopping);
            });
        }
        """);

    [Fact]
    public Task A_helper_gets_the_lifetime_s_token_of_the_handlers_that_call_it() => PassesSignal(
        """
        static class Endpoints
        {
            public static void Map(IEndpointRouteBuilder routes)
            {
                routes.MapGet("/a", A);
                routes.MapGet("/b", () => Wait(2));
            }

            static Task A(CancellationToken requestAborted) => Wait(1);

            static Task Wait(int x) => [|Task.Delay(x)|];
        }
        """,
        """
        static class Endpoints
        {
            public static void Map(IEndpointRouteBuilder routes)
            {
                routes.MapGet("/a", A);
                routes.MapGet("/b", (IHostApplicationLifetime lifetime) => Wait(2, lifetime.ApplicationStopping));
            }

            static Task A(CancellationToken requestAborted, IHostApplicationLifetime lifetime) => Wait(1, lifetime.ApplicationStopping);

            static Task Wait(int x, CancellationToken cancellationToken) => Task.Delay(x, cancellationToken);
        }
        """);

    [Fact]
    public Task A_handler_of_a_fixed_signature_asks_the_services_of_the_request() => PassesSignal(
        """
        static class Endpoints
        {
            public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", async context => await [|Task.Delay(1)|]);
        }
        """,
        """
        static class Endpoints
        {
            public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", async context => await Task.Delay(1, context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        }
        """);

    [Fact]
    public Task An_action_asks_for_the_lifetime() => PassesSignal(
        """
        using Microsoft.AspNetCore.Mvc;

        public class TidesController : ControllerBase
        {
            [HttpGet]
            public async Task<int> Get([FromQuery] int level)
            {
                await [|Task.Delay(1)|];
                return level;
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class TidesController : ControllerBase
        {
            [HttpGet]
            public async Task<int> Get([FromQuery] int level, [FromServices] IHostApplicationLifetime lifetime)
            {
                await Task.Delay(1, lifetime.ApplicationStopping);
                return level;
            }
        }
        """);

    [Fact]
    public Task A_primary_constructor_asks_for_the_lifetime() => PassesSignal(
        """
        using Microsoft.AspNetCore.Mvc;

        public class TidesController(
            ILogger<TidesController> logger,
            IConfiguration configuration) : ControllerBase
        {
            [HttpGet]
            public async Task<int> Get()
            {
                logger.LogInformation(configuration["x"]);
                await [|Task.Delay(1)|];
                return 1;
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class TidesController(
            ILogger<TidesController> logger,
            IConfiguration configuration,
            IHostApplicationLifetime lifetime) : ControllerBase
        {
            [HttpGet]
            public async Task<int> Get()
            {
                logger.LogInformation(configuration["x"]);
                await Task.Delay(1, lifetime.ApplicationStopping);
                return 1;
            }
        }
        """);

    [Fact]
    public Task A_constructor_asks_for_the_lifetime_and_keeps_it() => PassesSignal(
        """
        using Microsoft.AspNetCore.Mvc;

        public class TidesController : ControllerBase
        {
            private readonly ILogger _logger; // logs

            public TidesController(ILogger<TidesController> logger)
            {
                _logger = logger; // kept
            }

            [HttpGet]
            public Task Get() => Wait();

            private async Task Wait() => await [|Task.Delay(1)|];
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public class TidesController : ControllerBase
        {
            private readonly ILogger _logger; // logs
            private readonly IHostApplicationLifetime _lifetime;

            public TidesController(ILogger<TidesController> logger, IHostApplicationLifetime lifetime)
            {
                _logger = logger; // kept
                _lifetime = lifetime;
            }

            [HttpGet]
            public Task Get() => Wait();

            private async Task Wait() => await Task.Delay(1, _lifetime.ApplicationStopping);
        }
        """);

    [Fact]
    public Task A_type_without_a_constructor_gets_one() => PassesSignal(
        """
        using Microsoft.AspNetCore.SignalR;

        public class Chat : Hub
        {
            public async Task Send()
            {
                await [|Task.Delay(1)|];
            }
        }
        """,
        """
        using Microsoft.AspNetCore.SignalR;

        public class Chat : Hub
        {
            private readonly IHostApplicationLifetime _lifetime;

            public Chat(IHostApplicationLifetime lifetime)
            {
                _lifetime = lifetime;
            }

            public async Task Send()
            {
                await Task.Delay(1, _lifetime.ApplicationStopping);
            }
        }
        """);

    [Fact]
    public Task A_registered_service_asks_for_the_lifetime() => PassesSignal(
        """
        static class Services
        {
            public static void Add(IServiceCollection services) => services.AddSingleton<Feed>();
        }

        class Feed
        {
            public async Task Run() => await [|Task.Delay(1)|];
        }
        """,
        """
        static class Services
        {
            public static void Add(IServiceCollection services) => services.AddSingleton<Feed>();
        }

        class Feed
        {
            private readonly IHostApplicationLifetime _lifetime;

            public Feed(IHostApplicationLifetime lifetime)
            {
                _lifetime = lifetime;
            }

            public async Task Run() => await Task.Delay(1, _lifetime.ApplicationStopping);
        }
        """);

    [Fact]
    public Task The_application_in_a_top_level_program_has_the_lifetime() => PassesSignal(
        """
        var app = WebApplication.Create(args);
        app.MapGet("/", async () =>
        {
            await [|Task.Delay(1)|];
        });
        app.Run();
        """,
        """
        var app = WebApplication.Create(args);
        app.MapGet("/", async () =>
        {
            await Task.Delay(1, app.Lifetime.ApplicationStopping);
        });
        app.Run();
        """);

    [Fact]
    public Task A_hosted_type_gets_its_own_source_and_waits_for_its_task() => PassesSignal(
        """
        class Worker : IHostedService
        {
            private readonly ILogger _logger;
            private Task? _loop;

            public Worker(ILogger<Worker> logger) => _logger = logger;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _loop = Loop();
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                // Nothing yet.
                return Task.CompletedTask;
            }

            private async Task Loop()
            {
                while (true)
                {
                    _logger.LogInformation("x");
                    await [|Task.Delay(1)|];
                }
            }
        }
        """,
        """
        class Worker : IHostedService
        {
            private readonly ILogger _logger;
            private Task? _loop;
            private readonly CancellationTokenSource _stopping = new CancellationTokenSource();

            public Worker(ILogger<Worker> logger) => _logger = logger;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _loop = Loop();
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                _stopping.Cancel();
                if (_loop is not null)
                {
                    await Task.WhenAny(_loop, Task.Delay(Timeout.Infinite, cancellationToken));
                }
                // Nothing yet.
            }

            private async Task Loop()
            {
                while (true)
                {
                    _logger.LogInformation("x");
                    await Task.Delay(1, _stopping.Token);
                }
            }
        }
        """);

    [Fact]
    public Task A_source_that_nobody_cancels_is_cancelled() => PassesSignal(
        """
        class Poller : IDisposable
        {
            private readonly CancellationTokenSource source = new();

            public Poller() => _ = Task.Run(async () => await [|Task.Delay(1)|]);

            public void Dispose()
            {
                Console.WriteLine("bye");
            }
        }
        """,
        """
        class Poller : IDisposable
        {
            private readonly CancellationTokenSource source = new();

            public Poller() => _ = Task.Run(async () => await Task.Delay(1, source.Token));

            public void Dispose()
            {
                source.Cancel();
                Console.WriteLine("bye");
            }
        }
        """);

    [Fact]
    public Task A_disposable_type_gets_its_own_source_in_the_style_of_its_fields() => PassesSignal(
        """
        class Poller : IDisposable
        {
            private readonly int stopping;

            private async Task Loop() => await [|Task.Delay(stopping)|];

            public void Dispose() => Console.WriteLine("bye");
        }
        """,
        """
        class Poller : IDisposable
        {
            private readonly int stopping;
            private readonly CancellationTokenSource stopping2 = new CancellationTokenSource();

            private async Task Loop() => await Task.Delay(stopping, stopping2.Token);

            public void Dispose()
            {
                stopping2.Cancel();
                Console.WriteLine("bye");
            }
        }
        """);

    private static Task PassesSignal(string source, string expected) => Draft.Becomes(source, expected, async (finding, solution) =>
    {
        var call = finding.Around<InvocationExpressionSyntax>()!;
        var signal = StopSignals.For(finding, call);
        Assert.NotNull(signal);
        var how = TokenArgument.For(finding, call);
        Assert.NotNull(how);

        // In both orders, since fixes do both.
        var editor = await solution.GetDocumentEditorAsync(finding.Document.Id);
        editor.ReplaceNode(call, (current, _) => how.In(current, signal.Token));
        await signal.ApplyAsync(solution, finding.Cancellation);
    });
}
