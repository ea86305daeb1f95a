using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Requests.RequestLoopOutlivesShutdownAnalyzer,
    ShutdownAnalyzers.Requests.RequestLoopOutlivesShutdownCodeFix>;

namespace ShutdownAnalyzers.Tests.Requests;

public sealed class RequestLoopOutlivesShutdownTests
{
    // Reported and fixed.

    [Fact]
    public Task Poll_answers_503_when_the_application_stops() => Check.Fixes(
        """
        using System.Collections.Concurrent;

        var app = WebApplication.Create(args);
        var orders = new ConcurrentQueue<string>();
        app.MapGet("/next", async (HttpContext context) =>
        {
            string? order;
            [|while|] (!orders.TryDequeue(out order))
            {
                await Task.Delay(200, context.RequestAborted);
            }

            return Results.Ok(order);
        });
        app.Run();
        """,
        """
        using System.Collections.Concurrent;

        var app = WebApplication.Create(args);
        var orders = new ConcurrentQueue<string>();
        app.MapGet("/next", async (HttpContext context) =>
        {
            string? order;
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, app.Lifetime.ApplicationStopping);
            try
            {
                while (!orders.TryDequeue(out order))
                {
                    await Task.Delay(200, stopping.Token);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }

            return Results.Ok(order);
        });
        app.Run();
        """);

    [Fact]
    public Task Action_takes_the_lifetime_from_its_services() => Check.Fixes(
        """
        using Microsoft.AspNetCore.Mvc;

        public interface IJobs { Task<bool> IsDoneAsync(int id); }

        public class JobsController : ControllerBase
        {
            private readonly IJobs _jobs;

            public JobsController(IJobs jobs)
            {
                _jobs = jobs;
            }

            [HttpGet("{id}")]
            public async Task<IActionResult> Wait(int id, CancellationToken ct)
            {
                [|for|] (; ; )
                {
                    if (await _jobs.IsDoneAsync(id))
                    {
                        return Ok();
                    }

                    await Task.Delay(TimeSpan.FromSeconds(1), ct);
                }
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public interface IJobs { Task<bool> IsDoneAsync(int id); }

        public class JobsController : ControllerBase
        {
            private readonly IJobs _jobs;

            public JobsController(IJobs jobs)
            {
                _jobs = jobs;
            }

            [HttpGet("{id}")]
            public async Task<IActionResult> Wait(int id, CancellationToken ct, [FromServices] IHostApplicationLifetime lifetime)
            {
                using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
                try
                {
                    for (; ; )
                    {
                        if (await _jobs.IsDoneAsync(id))
                        {
                            return Ok();
                        }

                        await Task.Delay(TimeSpan.FromSeconds(1), stopping.Token);
                    }
                }
                catch (OperationCanceledException) when (stopping.IsCancellationRequested)
                {
                    return StatusCode(StatusCodes.Status503ServiceUnavailable);
                }
            }
        }
        """);

    [Fact]
    public Task Stream_ends_and_its_writes_keep_the_token_of_the_request() => Check.Fixes(
        """
        public class Ticks
        {
            public async Task StreamAsync(HttpContext context)
            {
                var ct = context.RequestAborted;
                [|while|] (!ct.IsCancellationRequested)
                {
                    await context.Response.WriteAsync("tick", ct);
                    await Task.Delay(1000, ct);
                }
            }

            public static void Map(WebApplication app) => app.MapGet("/ticks", (HttpContext context, Ticks ticks) => ticks.StreamAsync(context));
        }
        """,
        """
        public class Ticks
        {
            public async Task StreamAsync(HttpContext context)
            {
                var ct = context.RequestAborted;
                using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct, context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
                try
                {
                    while (!stopping.IsCancellationRequested)
                    {
                        await context.Response.WriteAsync("tick", ct);
                        await Task.Delay(1000, stopping.Token);
                    }
                }
                catch (OperationCanceledException) when (stopping.IsCancellationRequested)
                {
                    // The application stops, or the client has gone: the response ends here.
                }
            }

            public static void Map(WebApplication app) => app.MapGet("/ticks", (HttpContext context, Ticks ticks) => ticks.StreamAsync(context));
        }
        """);

    [Fact]
    public Task Comments_in_every_gap_survive() => Check.Fixes(
        """
        public class Hold(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context) // a
            { // b
                // c
                /* d */ [|while|] /* e */ ( /* f */ true /* g */ ) // h
                { // i
                    // j
                    await /* k */ Task.Delay(/* l */ 10, context.RequestAborted /* m */); // n
                    // o
                    await context.Response.WriteAsync("x"); // p
                } // q
                // r
            } // s
        }
        """,
        """
        public class Hold(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context) // a
            { // b
                using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
                try
                {
                    // c
                    /* d */
                    while /* e */ ( /* f */ !stopping.IsCancellationRequested /* g */ ) // h
                    { // i
                      // j
                        await /* k */ Task.Delay(/* l */ 10, stopping.Token /* m */); // n
                                                                                      // o
                        await context.Response.WriteAsync("x"); // p
                    } // q
                }
                catch (OperationCanceledException) when (stopping.IsCancellationRequested)
                {
                    // The application stops, or the client has gone: the response ends here.
                }
                // r
            } // s
        }
        """);

    [Fact]
    public Task Handler_hands_its_helper_the_linked_token() => Check.Fixes(
        """
        static class Endpoints
        {
            public static void Map(WebApplication app)
            {
                app.MapPost("/set", (int to, Board board) => board.Set(to));
                app.MapGet("/next", Next);
            }

            private static async Task<IResult> Next(int since, Board board, CancellationToken cancellationToken)
            {
                return Results.Ok(await board.AfterAsync(since, cancellationToken));
            }
        }

        sealed class Board
        {
            private TaskCompletionSource<int> _next = new();

            public void Set(int to)
            {
                _next.TrySetResult(to);
                _next = new();
            }

            public async Task<int> AfterAsync(int since, CancellationToken aborted) => await [|_next.Task.WaitAsync(aborted)|];
        }
        """,
        """
        static class Endpoints
        {
            public static void Map(WebApplication app)
            {
                app.MapPost("/set", (int to, Board board) => board.Set(to));
                app.MapGet("/next", Next);
            }

            private static async Task<IResult> Next(int since, Board board, CancellationToken cancellationToken, IHostApplicationLifetime lifetime)
            {
                using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
                try
                {
                    return Results.Ok(await board.AfterAsync(since, stopping.Token));
                }
                catch (OperationCanceledException) when (stopping.IsCancellationRequested)
                {
                    return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
                }
            }
        }

        sealed class Board
        {
            private TaskCompletionSource<int> _next = new();

            public void Set(int to)
            {
                _next.TrySetResult(to);
                _next = new();
            }

            public async Task<int> AfterAsync(int since, CancellationToken aborted) => await _next.Task.WaitAsync(aborted);
        }
        """);

    [Fact]
    public Task Wait_in_an_expression_body_is_opened() => Check.Fixes(
        """
        using System.Threading.Channels;

        var app = WebApplication.Create(args);
        var news = Channel.CreateBounded<string>(10);
        app.MapPost("/news", async (string text) => await news.Writer.WriteAsync(text));
        app.MapGet("/news", async (CancellationToken ct) => Results.Ok(await [|news.Reader.ReadAsync(ct)|]));
        app.Run();
        """,
        """
        using System.Threading.Channels;

        var app = WebApplication.Create(args);
        var news = Channel.CreateBounded<string>(10);
        app.MapPost("/news", async (string text) => await news.Writer.WriteAsync(text));
        app.MapGet("/news", async (CancellationToken ct) =>
        {
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct, app.Lifetime.ApplicationStopping);
            try
            {
                return Results.Ok(await news.Reader.ReadAsync(stopping.Token));
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }
        });
        app.Run();
        """);

    [Fact]
    public Task Loop_whose_wait_is_in_a_helper_asks_the_signal_itself() => Check.Fixes(
        """
        using Microsoft.AspNetCore.Mvc;

        public interface IRack { Task<bool> IsReadyAsync(int oven); }

        public class Ovens(IRack rack, IHostApplicationLifetime lifetime) : ControllerBase
        {
            private CancellationToken Gone => HttpContext.RequestAborted;

            public async Task<IActionResult> Wait(int oven)
            {
                [|do|]
                {
                    if (await rack.IsReadyAsync(oven))
                    {
                        return Ok();
                    }

                    await RestAsync(2);
                }
                while (!Gone.IsCancellationRequested);

                return NoContent();
            }

            private Task RestAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Gone);
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;

        public interface IRack { Task<bool> IsReadyAsync(int oven); }

        public class Ovens(IRack rack, IHostApplicationLifetime lifetime) : ControllerBase
        {
            private CancellationToken Gone => HttpContext.RequestAborted;

            public async Task<IActionResult> Wait(int oven)
            {
                using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Gone, lifetime.ApplicationStopping);
                do
                {
                    if (await rack.IsReadyAsync(oven))
                    {
                        return Ok();
                    }

                    await RestAsync(2);
                }
                while (!stopping.IsCancellationRequested);
                if (stopping.IsCancellationRequested)
                {
                    return StatusCode(StatusCodes.Status503ServiceUnavailable);
                }

                return NoContent();
            }

            private Task RestAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Gone);
        }
        """);

    [Fact]
    public Task Iterator_asks_and_its_delay_returns() => Check.Fixes(
        """
        using System.Runtime.CompilerServices;
        using Microsoft.AspNetCore.Mvc;

        public class Numbers(IHostApplicationLifetime lifetime) : ControllerBase
        {
            [HttpGet]
            public async IAsyncEnumerable<int> Get([EnumeratorCancellation] CancellationToken ct)
            {
                [|while|] (!ct.IsCancellationRequested)
                {
                    yield return 1;
                    await Task.Delay(500, ct);
                }
            }
        }
        """,
        """
        using System.Runtime.CompilerServices;
        using Microsoft.AspNetCore.Mvc;

        public class Numbers(IHostApplicationLifetime lifetime) : ControllerBase
        {
            [HttpGet]
            public async IAsyncEnumerable<int> Get([EnumeratorCancellation] CancellationToken ct)
            {
                using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
                while (!stopping.IsCancellationRequested)
                {
                    yield return 1;
                    await Task.Delay(500, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
        """);

    [Fact]
    public Task Task_that_takes_no_token_is_waited_for_with_one() => Check.Fixes(
        """
        static class Desk
        {
            public static void Map(WebApplication app) => app.MapGet("/sold", async (HttpContext http) =>
            {
                var gone = new TaskCompletionSource();
                using var left = http.RequestAborted.Register(() => gone.TrySetResult());
                await http.Response.StartAsync();
                await [|gone.Task|];
            });
        }
        """,
        """
        static class Desk
        {
            public static void Map(WebApplication app) => app.MapGet("/sold", async (HttpContext http) =>
            {
                var gone = new TaskCompletionSource();
                using var left = http.RequestAborted.Register(() => gone.TrySetResult());
                await http.Response.StartAsync();
                using var stopping = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, app.Lifetime.ApplicationStopping);
                try
                {
                    await gone.Task.WaitAsync(stopping.Token);
                }
                catch (OperationCanceledException) when (stopping.IsCancellationRequested)
                {
                    // The application stops, or the client has gone: the response ends here.
                }
            });
        }
        """);

    // Reported, no fix: the handler's type of answer has no way to say 503.

    [Fact]
    public Task Loop_in_an_internal_helper_whose_callers_hand_no_token_over_is_reported() => Check.Finds(
        """
        internal sealed class Waiter(TimeProvider time)
        {
            public async Task<T> UntilAsync<T>(Func<Task<T?>> probe, CancellationToken cancellationToken = default) where T : struct
            {
                [|while|] (true)
                {
                    if (await probe() is { } value) return value;
                    await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
                }
            }
        }

        public sealed class Quotes(IQuoteDesk desk, TimeProvider time) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            private readonly Waiter _waiter = new(time);
            public Task<decimal> Ask(string route) => _waiter.UntilAsync(() => desk.TryQuoteAsync(route));
        }

        public interface IQuoteDesk { Task<decimal?> TryQuoteAsync(string route); }
        """);

    [Fact]
    public Task Wait_behind_an_interface_is_reported() => Check.Finds(
        """
        using System.Threading.Channels;

        public interface IChanges { Task<string> NextAsync(CancellationToken ct); ChannelReader<string> Subscribe(); void Publish(string text); }

        sealed class Changes : IChanges
        {
            private readonly List<Channel<string>> _all = [];
            private TaskCompletionSource<string> _next = new();

            public Task<string> NextAsync(CancellationToken ct) => _next.Task.WaitAsync(ct);

            public ChannelReader<string> Subscribe()
            {
                var channel = Channel.CreateUnbounded<string>();
                lock (_all) _all.Add(channel);
                return channel.Reader;
            }

            public void Publish(string text)
            {
                lock (_all) foreach (var it in _all) it.Writer.TryWrite(text);
                Interlocked.Exchange(ref _next, new()).TrySetResult(text);
            }
        }

        static class Endpoints
        {
            public static void Map(WebApplication app)
            {
                app.MapGet("/next", (IChanges changes, HttpContext context) => [|changes.NextAsync(context.RequestAborted)|]);
                app.MapGet("/all", async (IChanges changes, HttpContext context) =>
                {
                    var reader = changes.Subscribe();
                    [|while|] (await reader.WaitToReadAsync(context.RequestAborted))
                        while (reader.TryRead(out var text)) await context.Response.WriteAsync(text);
                });
                app.MapPost("/", (IChanges changes, string text) => changes.Publish(text));
            }
        }
        """);

    [Fact]
    public Task Loop_in_a_helper_that_others_may_hand_a_token_to_is_silent() => Check.Silent(
        """
        public interface IWaiter { Task<T> UntilAsync<T>(Func<Task<T?>> probe, CancellationToken cancellationToken = default) where T : struct; }

        internal sealed class Waiter(TimeProvider time) : IWaiter
        {
            public async Task<T> UntilAsync<T>(Func<Task<T?>> probe, CancellationToken cancellationToken = default) where T : struct
            {
                while (true)
                {
                    if (await probe() is { } value) return value;
                    await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
                }
            }
        }

        public sealed class Quotes(IQuoteDesk desk, IWaiter waiter) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public Task<decimal> Ask(string route) => waiter.UntilAsync(() => desk.TryQuoteAsync(route));
        }

        public interface IQuoteDesk { Task<decimal?> TryQuoteAsync(string route); }
        """);

    [Theory]
    [InlineData("while", "(board.Seen == since) await Task.Delay(100, ct); return board.Seen;")]
    [InlineData("while", "(true) { if (board.Seen != since) return board.Seen; await Task.Delay(100); }")]
    [InlineData("for", "(; ; await Task.Delay(100, ct)) if (board.Seen != since) return board.Seen;")]
    [InlineData("while", "(true) { try { return board.Load(); } catch (IOException) { await Task.Delay(100, ct); } }")]
    [InlineData("do", "{ Thread.Sleep(100); await board.SaveAsync(); } while (!ct.IsCancellationRequested); return 0;")]
    public Task Poll_without_a_bound_is_reported(string keyword, string rest) => Check.Reports(
        $$"""
        static class Endpoints
        {
            public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", async (int since, Board board, CancellationToken ct) =>
            {
                [|{{keyword}}|] {{rest}}
            });

            public static void MapSet(IEndpointRouteBuilder routes) => routes.MapPost("/", (int to, Board board) => board.Seen = to);
        }

        sealed class Board
        {
            public int Seen { get; set; }

            public int Load() => Seen;

            public async Task SaveAsync() => await File.WriteAllTextAsync("seen", "1");
        }
        """);

    [Theory]
    [InlineData("await [|Task.Delay(Timeout.Infinite, ct)|];")]
    [InlineData("await [|Task.Delay(-1)|];")]
    [InlineData("await [|signal.WaitAsync(ct)|];")]
    [InlineData("await [|Task.WhenAny(signal.WaitAsync(ct), Task.Delay(Timeout.InfiniteTimeSpan, ct))|];")]
    [InlineData("[|ct.WaitHandle.WaitOne()|];")]
    public Task Wait_without_a_bound_is_reported(string wait) => Check.Reports(
        $$"""
        static class Endpoints
        {
            private static readonly SemaphoreSlim signal = new(0);

            public static void Map(IEndpointRouteBuilder routes)
            {
                routes.MapPost("/", () => signal.Release());
                routes.MapGet("/", async (CancellationToken ct) =>
                {
                    {{wait}}
                    return 1;
                });
            }
        }
        """);

    // Silent: it ends by itself.

    [Theory]
    [InlineData("for (var i = 0; i < 10; i++) { if (await api.IsReadyAsync()) return 1; await Task.Delay(100, ct); } return 0;")]
    [InlineData("var end = DateTime.UtcNow.AddSeconds(5); while (DateTime.UtcNow < end) { if (await api.IsReadyAsync()) return 1; await Task.Delay(100, ct); } return 0;")]
    [InlineData("var watch = System.Diagnostics.Stopwatch.StartNew(); while (!await api.IsReadyAsync()) { if (watch.Elapsed.TotalSeconds > 5) return 0; await Task.Delay(100, ct); } return 1;")]
    [InlineData("var tries = 0; while (true) { if (await api.IsReadyAsync() || ++tries > 4) return tries; await Task.Delay(100, ct); }")]
    [InlineData("string? cursor = null; while (true) { var page = await api.PageAsync(cursor); if (page.Next is null) return 1; cursor = page.Next; await Task.Delay(100, ct); }")]
    [InlineData("while (await api.ItemAsync() is { } item) { await Task.Delay(100, ct); } return 0;")]
    [InlineData("using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct); limit.CancelAfter(5000); while (!limit.IsCancellationRequested) { await api.IsReadyAsync(); await Task.Delay(100, ct); } return 0;")]
    [InlineData("var all = new List<bool>(); while (all.Count < 3) { all.Add(await api.IsReadyAsync()); await Task.Delay(100, ct); } return 0;")]
    [InlineData("while (true) { var line = await reader.ReadLineAsync(ct); if (line is null) return 0; await Task.Delay(1, ct); }")]
    [InlineData("while (!ct.IsCancellationRequested) { if (await body.ReadAsync(new byte[9], ct) == 0) break; } return 0;")]
    [InlineData("await Task.Delay(5000, ct); return 0;")]
    [InlineData("return await Task.WhenAny(api.ItemAsync(), Task.Delay(5000)) is Task<string?> ? 1 : 0;")]
    public Task Silent_where_it_ends_by_itself(string code) => Check.Silent(
        $$"""
        public interface IApi
        {
            Task<bool> IsReadyAsync();
            Task<string?> ItemAsync();
            Task<Page> PageAsync(string? cursor);
        }

        public sealed record Page(string? Next);

        static class Endpoints
        {
            public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", async (IApi api, Stream body, TextReader reader, CancellationToken ct) =>
            {
                {{code}}
            });
        }
        """);

    // Silent: it hears the stop.

    [Theory]
    [InlineData("while (!lifetime.ApplicationStopping.IsCancellationRequested) await Task.Delay(100, ct);")]
    [InlineData("while (true) { if (lifetime.ApplicationStopping.IsCancellationRequested) break; await Task.Delay(100, ct); }")]
    [InlineData("using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping); while (!ct.IsCancellationRequested) await Task.Delay(100, both.Token);")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); using var end = lifetime.ApplicationStopping.Register(timer.Dispose); while (await timer.WaitForNextTickAsync(ct)) { }")]
    [InlineData("var done = false; using var end = lifetime.ApplicationStopping.Register(() => done = true); while (!done) await Task.Delay(100, ct);")]
    [InlineData("while (!stop.Requested) await Task.Delay(100, ct);")]
    [InlineData("while (!drain.Begun) await Task.Delay(100, ct);")]
    [InlineData("var end = new TaskCompletionSource(); using var r = lifetime.ApplicationStopping.Register(() => end.TrySetResult()); await end.Task;")]
    [InlineData("await Task.WhenAny(Task.Delay(-1, ct), Task.Delay(-1, lifetime.ApplicationStopping));")]
    [InlineData("await Task.Delay(-1, ct).WaitAsync(lifetime.ApplicationStopping);")]
    public Task Silent_where_it_hears_the_stop(string code) => Check.Silent(
        $$"""
        public interface IStop { bool Requested { get; } }

        sealed class Drain
        {
            private volatile bool _begun;

            public Drain(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(() => _begun = true);

            public bool Begun => _begun;
        }

        static class Endpoints
        {
            public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", async (IHostApplicationLifetime lifetime, IStop stop, Drain drain, CancellationToken ct) =>
            {
                {{code}}
            });
        }
        """);

    // Silent: something else ends the wait, or the rule of another.

    [Fact]
    public Task Silent_for_replies_starts_and_processes_that_are_waited_for() => Check.Silent(
        """
        using System.Collections.Concurrent;
        using System.Diagnostics;
        using System.Threading.Channels;

        static class Endpoints
        {
            private static readonly SemaphoreSlim Gate = new(1);

            public static void Map(IEndpointRouteBuilder routes)
            {
                routes.MapPost("/rpc", async (Rpc rpc, CancellationToken ct) => await rpc.CallAsync(ct));
                routes.MapGet("/ready", async (Warmup warmup, CancellationToken ct) => await warmup.Ready.WaitAsync(ct));
                routes.MapPost("/one", async (CancellationToken ct) =>
                {
                    await Gate.WaitAsync(ct);
                    try { await Task.Delay(10, ct); } finally { Gate.Release(); }
                });
                routes.MapPost("/run", async (CancellationToken ct) =>
                {
                    var exited = new TaskCompletionSource();
                    using var process = new Process { EnableRaisingEvents = true };
                    process.Exited += (_, _) => exited.TrySetResult();
                    await exited.Task.WaitAsync(ct);
                });
                routes.MapGet("/rows", async (HttpContext http) =>
                {
                    var rows = Channel.CreateBounded<string>(9);
                    var producing = ProduceAsync(rows.Writer);
                    await foreach (var row in rows.Reader.ReadAllAsync(http.RequestAborted)) await http.Response.WriteAsync(row);
                    await producing;
                });
            }

            private static async Task ProduceAsync(ChannelWriter<string> rows)
            {
                await rows.WriteAsync("row");
                rows.Complete();
            }
        }

        sealed class Rpc
        {
            private readonly ConcurrentDictionary<Guid, TaskCompletionSource<int>> _pending = new();

            public Task<int> CallAsync(CancellationToken ct)
            {
                var reply = new TaskCompletionSource<int>();
                _pending[Guid.NewGuid()] = reply;
                return reply.Task.WaitAsync(ct);
            }

            public void OnReply(Guid id, int value) { if (_pending.TryRemove(id, out var reply)) reply.TrySetResult(value); }
        }

        sealed class Warmup : BackgroundService
        {
            private readonly TaskCompletionSource _ready = new();

            public Task Ready => _ready.Task;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Delay(10, stoppingToken);
                _ready.TrySetResult();
            }
        }
        """);

    [Fact]
    public Task Silent_for_hubs_sockets_workers_and_streams_that_are_read_in_part() => Check.Silent(
        """
        using System.Net.WebSockets;
        using System.Runtime.CompilerServices;
        using Microsoft.AspNetCore.SignalR;

        public class Ticker : Hub
        {
            public async IAsyncEnumerable<int> Count([EnumeratorCancellation] CancellationToken ct)
            {
                for (var i = 0; ; i++) { yield return i; await Task.Delay(1000, ct); }
            }

            public async Task Follow()
            {
                while (!Context.ConnectionAborted.IsCancellationRequested) await Task.Delay(1000, Context.ConnectionAborted);
            }
        }

        sealed class Worker : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
            }
        }

        static class Endpoints
        {
            public static void Map(WebApplication app)
            {
                app.MapGet("/ten", (CancellationToken ct) => Numbers(ct).Take(10));
                app.MapGet("/first", async (CancellationToken ct) => { await foreach (var n in Numbers(ct)) if (n > 3) return n; return 0; });
                app.Map("/ws", async (HttpContext context) =>
                {
                    using var socket = await context.WebSockets.AcceptWebSocketAsync();
                    while (true) await socket.ReceiveAsync(new byte[9].AsMemory(), context.RequestAborted);
                });
            }

            private static async IAsyncEnumerable<int> Numbers([EnumeratorCancellation] CancellationToken ct)
            {
                while (!ct.IsCancellationRequested) { yield return 1; await Task.Delay(500, ct); }
            }
        }
        """);

    [Fact]
    public Task Helper_that_is_asked_with_the_signal_says_when_to_end() => Check.Silent(
        """
        using System.Threading.Channels;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/stream", Streams.RunAsync);
        await app.RunAsync();

        static class Streams
        {
            private static readonly Channel<string> Lines = Channel.CreateUnbounded<string>();

            public static async Task RunAsync(HttpContext context, IHostApplicationLifetime lifetime)
            {
                using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
                while (await MoreAsync(Lines.Reader, ended.Token))
                {
                    await context.Response.WriteAsync(await Lines.Reader.ReadAsync(context.RequestAborted), context.RequestAborted);
                }
            }

            private static async ValueTask<bool> MoreAsync(ChannelReader<string> reader, CancellationToken ended)
            {
                try { return await reader.WaitToReadAsync(ended); }
                catch (OperationCanceledException) when (ended.IsCancellationRequested) { return false; }
            }
        }
        """);

    [Fact]
    public Task Reply_that_travels_in_a_message_is_given_by_who_takes_it_apart() => Check.Silent(
        """
        using System.Threading.Channels;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Stock>();
        builder.Services.AddHostedService(static it => it.GetRequiredService<Stock>());
        var app = builder.Build();
        app.MapPost("/sell/{model}", (string model, Stock stock, CancellationToken ct) => stock.SellAsync(model, ct));
        await app.RunAsync();

        abstract record Message
        {
            public sealed record Sell(string Model, TaskCompletionSource<int> Reply) : Message;
        }

        sealed class Stock : BackgroundService
        {
            private readonly Channel<Message> _mailbox = Channel.CreateBounded<Message>(128);

            public async Task<int> SellAsync(string model, CancellationToken ct)
            {
                var reply = new TaskCompletionSource<int>();
                await _mailbox.Writer.WriteAsync(new Message.Sell(model, reply), ct);
                return await reply.Task.WaitAsync(ct);
            }

            public override Task StopAsync(CancellationToken cancellationToken)
            {
                _mailbox.Writer.TryComplete();
                return base.StopAsync(cancellationToken);
            }

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var message in _mailbox.Reader.ReadAllAsync(CancellationToken.None))
                {
                    if (message is Message.Sell(var model, var reply))
                    {
                        reply.TrySetResult(model.Length);
                    }
                }
            }
        }
        """);
}
