using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Requests.ConnectionsNotToldOfShutdownAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using Repair = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Requests.ConnectionsNotToldOfShutdownAnalyzer,
    ShutdownAnalyzers.Requests.ConnectionsNotToldOfShutdownCodeFix>;

namespace ShutdownAnalyzers.Tests.Requests;

public sealed class ConnectionsNotToldOfShutdownTests
{
    [Theory]
    [InlineData("private readonly ConcurrentDictionary<Guid, WebSocket> [|_clients|] = new();", "_clients[Guid.NewGuid()] = socket;")]
    [InlineData("private readonly ConcurrentDictionary<Guid, WebSocket> [|_clients|] = new();", "_clients.TryAdd(Guid.NewGuid(), socket);")]
    [InlineData("private static readonly List<WebSocket> [|Clients|] = new List<WebSocket>();", "lock (Clients) { Clients.Add(socket); }")]
    [InlineData("private readonly HashSet<WebSocket> [|_clients|] = [];", "_clients.Add(socket);")]
    [InlineData("private readonly ConcurrentBag<WebSocket> [|_clients|] = [];", "_clients.Add(socket);")]
    [InlineData("private ImmutableList<WebSocket> [|_clients|] = [];", "_clients = _clients.Add(socket);")]
    [InlineData("private ImmutableHashSet<WebSocket> [|_clients|] = [];", "ImmutableInterlocked.Update(ref _clients, it => it.Add(socket));")]
    [InlineData("private readonly WebSocket?[] [|_clients|] = new WebSocket?[4];", "_clients[0] = socket;")]
    [InlineData("private Dictionary<string, WebSocket> [|Clients|] { get; } = [];", "Clients[\"a\"] = socket;")]
    [InlineData("private readonly ConcurrentDictionary<string, List<WebSocket>> [|_rooms|] = new();", "_rooms.GetOrAdd(\"a\", _ => []).Add(socket);")]
    [InlineData("private readonly List<(string Name, WebSocket Socket)> [|_clients|] = [];", "_clients.Add((\"a\", socket));")]
    [InlineData("private readonly List<Client> [|_clients|] = []; private sealed record Client(string Name, WebSocket Socket);", "_clients.Add(new Client(\"a\", socket));")]
    [InlineData("private readonly List<Client> [|_clients|] = []; private sealed class Client(WebSocket socket) { public Task Send() => socket.SendAsync(default, default, true, default); }", "_clients.Add(new(socket));")]
    [InlineData("private readonly List<IClient> [|_clients|] = []; private interface IClient; private sealed class Client(WebSocket socket) : IClient { private readonly WebSocket _socket = socket; }", "_clients.Add(new Client(socket));")]
    public Task Collection_of_accepted_sockets_that_nobody_tells_is_reported(string member, string add) => Check.Finds(Sockets(member, add));

    [Theory]
    [InlineData("private void CloseAll() { foreach (var it in _clients.Values) it.Abort(); } public void Dispose() => CloseAll();")]
    [InlineData("public Task StopAsync() { foreach (var it in _clients.Values) it.Abort(); return Task.CompletedTask; }")]
    [InlineData("public Task BroadcastAsync() => Task.WhenAll(_clients.Values.Select(it => it.SendAsync(default, default, true, default)));")]
    public Task Closing_them_in_time_is_not_what_other_methods_do(string code) => Check.Finds(Sockets(
        "private readonly ConcurrentDictionary<Guid, WebSocket> [|_clients|] = new();" + code, "_clients[Guid.NewGuid()] = socket;"));

    [Fact]
    public Task Responses_and_streams_of_requests_are_clients_too() => Check.Finds(
        """
        using Grpc.Core;

        public sealed class Subscriber(HttpResponse response)
        {
            public Task SendAsync(string text) => response.WriteAsync(text);
        }

        public static class Feed
        {
            private static readonly List<HttpResponse> [|Responses|] = [];
            private static readonly List<Subscriber> [|Subscribers|] = [];
            private static readonly Dictionary<string, IServerStreamWriter<string>> [|Writers|] = [];

            public static void Join(HttpContext context) => Responses.Add(context.Response);
            public static void Subscribe(HttpContext context) => Subscribers.Add(new Subscriber(context.Response));
            public static void Watch(string name, IServerStreamWriter<string> writer) => Writers[name] = writer;
        }
        """);

    [Fact]
    public Task Stop_of_a_hosted_service_comes_too_late_under_a_web_application() => Check.Finds(
        """
        using System.Collections.Concurrent;
        using System.Net.WebSockets;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Pagers>();
        builder.Services.AddHostedService(sp => sp.GetRequiredService<Pagers>());
        var app = builder.Build();
        app.UseWebSockets();
        app.Lifetime.ApplicationStopping.Register(() => Console.WriteLine("stopping"));
        app.Map("/", async (HttpContext context, Pagers pagers) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await pagers.ServeAsync(socket);
        });
        app.Run();

        public sealed class Pagers : IHostedService
        {
            private readonly ConcurrentDictionary<int, WebSocket> [|_pagers|] = new();

            public async Task ServeAsync(WebSocket socket)
            {
                _pagers[1] = socket;
                while (socket.State == WebSocketState.Open)
                    await socket.ReceiveAsync(new byte[10], default);
            }

            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                foreach (var socket in _pagers.Values)
                    await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, cancellationToken);
            }
        }
        """);

    [Fact]
    public Task Variable_of_the_entry_point_is_reported() => Check.Finds(
        """
        using System.Collections.Concurrent;
        using System.Net.WebSockets;

        var app = WebApplication.Create(args);
        var [|sockets|] = new ConcurrentDictionary<string, WebSocket>();
        app.UseWebSockets();
        app.Map("/", async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            sockets[context.Connection.Id] = socket;
            await socket.ReceiveAsync(new byte[10], context.RequestAborted);
        });
        app.Run();
        """);

    [Fact]
    public Task Clients_of_a_listener_of_its_own_that_no_path_closes_are_reported() => Check.Finds(
        """
        using System.Net.Sockets;

        public sealed class Echo : BackgroundService
        {
            private readonly List<TcpClient> [|_clients|] = [];

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var listener = TcpListener.Create(1);
                listener.Start();
                while (true)
                {
                    var client = await listener.AcceptTcpClientAsync(stoppingToken);
                    lock (_clients) _clients.Add(client);
                    _ = EchoAsync(client);
                }
            }

            private static async Task EchoAsync(TcpClient client)
            {
                var buffer = new byte[10];
                while (await client.GetStream().ReadAsync(buffer) > 0) await client.GetStream().WriteAsync(buffer);
            }
        }

        public sealed class Chat : BackgroundService
        {
            private readonly List<TcpClient> [|_clients|] = [];

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var listener = TcpListener.Create(1);
                listener.Start();
                while (true)
                {
                    var client = await listener.AcceptTcpClientAsync(stoppingToken);
                    lock (_clients) _clients.Add(client);
                    _ = ListenAsync(client);
                }
            }

            private async Task ListenAsync(TcpClient client)
            {
                using var reader = new StreamReader(client.GetStream());
                while (await reader.ReadLineAsync() is { } line)
                    lock (_clients)
                        foreach (var other in _clients) other.GetStream().Write(System.Text.Encoding.UTF8.GetBytes(line));
            }
        }
        """);

    private static string Boards(string field, string served, string remove) =>
        $$"""
        using System.Collections.Concurrent;
        using System.Net.Sockets;

        public sealed class Boards
        {
            {{field}}

            public void Add(Guid id, TcpClient board) => _boards[id] = board;

            public void Remove(Guid id) { if (_boards.TryRemove(id, out var board)) board.Dispose(); }

            public async Task ShowAsync(byte[] line, CancellationToken ct)
            {
                foreach (var (id, board) in _boards)
                {
                    try { await board.GetStream().WriteAsync(line, ct); }
                    {{remove}}
                }
            }
        }

        public sealed class Listener(Boards boards) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var listener = TcpListener.Create(1);
                listener.Start();
                while (!stoppingToken.IsCancellationRequested)
                {
                    var client = await listener.AcceptTcpClientAsync(stoppingToken);
                    var id = Guid.NewGuid();
                    boards.Add(id, client);
                    {{served}}
                }
            }

            private async Task ServeAsync(Guid id, CancellationToken ct)
            {
                try { await Task.Delay(-1, ct); }
                finally { boards.Remove(id); }
            }
        }
        """;

    private const string Kept = "private readonly ConcurrentDictionary<Guid, TcpClient> _boards = new();";

    [Fact]
    public Task Letting_go_of_who_is_gone_does_not_tell_the_others() => Check.Finds(
        Boards(Kept.Replace("_boards", "[|_boards|]"), "await boards.ShowAsync([1], stoppingToken);", "catch (IOException) { Remove(id); }").Replace("finally { boards.Remove(id); }", "finally { Console.WriteLine(id); }"));

    [Theory]
    [InlineData("catch (Exception e) when (e is IOException or ObjectDisposedException) { Remove(id); }")]
    [InlineData("catch (Exception e) when (e is not OperationCanceledException) { Remove(id); }")]
    public Task A_filter_tells_a_failure_from_the_stop_too(string remove) => Check.Finds(
        Boards(Kept.Replace("_boards", "[|_boards|]"), "", remove).Replace("finally { boards.Remove(id); }", "finally { Console.WriteLine(id); }"));

    private static string News(string feed, string show = "foreach (var board in _boards.Values) await board.GetStream().WriteAsync(line, ct);") =>
        $$"""
        using System.Collections.Concurrent;
        using System.Net.Sockets;

        public interface INews { Task<byte[]> NextAsync(CancellationToken ct); }

        public sealed class Boards
        {
            private readonly ConcurrentDictionary<Guid, TcpClient> [|_boards|] = new();
            public void Add(TcpClient board) => _boards[Guid.NewGuid()] = board;
            public async Task ShowAsync(byte[] line, CancellationToken ct) { {{show}} }
        }

        public sealed class Feed(Boards boards, INews news) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _ = Task.Run(() => FeedAsync(stoppingToken), CancellationToken.None);
                await Task.Delay(-1, stoppingToken);
            }

            private async Task FeedAsync(CancellationToken ct) { {{feed}} }
        }
        """;

    [Theory]
    [InlineData("while (!ct.IsCancellationRequested) { var line = await news.NextAsync(ct); await boards.ShowAsync(line, ct); }")]
    [InlineData("while (!ct.IsCancellationRequested) { await boards.ShowAsync(await news.NextAsync(ct), ct); }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(ct)) { await boards.ShowAsync([1], ct); }")]
    [InlineData("try { for (;;) { await Task.Delay(100, ct); await boards.ShowAsync([1], ct); } } catch (OperationCanceledException) { Console.WriteLine(); }")]
    [InlineData("while (!ct.IsCancellationRequested) { await Task.Delay(100, ct); await boards.ShowAsync([1], ct); }", "foreach (var board in _boards.ToArray()) await board.Value.GetStream().WriteAsync(line, ct);")]
    [InlineData("for (;;) { await boards.ShowAsync([1], ct); await Task.Delay(100, ct); }", "foreach (var (id, board) in _boards) { try { await board.GetStream().WriteAsync(line, ct); } catch (SocketException) { if (_boards.TryRemove(id, out var gone)) gone.Dispose(); } }")]
    [InlineData("for (;;) { await boards.ShowAsync([1], ct); await Task.Delay(100, ct); }", "foreach (var (id, board) in _boards) { try { await board.GetStream().WriteAsync(line, ct); } catch (Exception e) when (e is IOException or SocketException) { board.Close(); _boards.TryRemove(id, out _); } }")]
    public Task News_that_end_with_the_signal_tell_nobody_of_the_end(string feed, string? show = null) => Check.Finds(show is null ? News(feed) : News(feed, show));

    [Theory]
    [InlineData("while (!ct.IsCancellationRequested) { await Task.Delay(100, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); } await boards.ShowAsync([0], CancellationToken.None);")]
    [InlineData("await Task.Delay(-1, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); await boards.ShowAsync([0], default);")]
    [InlineData("try { while (true) { await Task.Delay(100, ct); } } finally { await boards.ShowAsync([0], default); }")]
    [InlineData("while (true) { try { await Task.Delay(100, ct); } catch (OperationCanceledException) { await boards.ShowAsync([0], default); throw; } }")]
    [InlineData("while (true) { await Task.Delay(100, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); if (ct.IsCancellationRequested) { await boards.ShowAsync([0], default); return; } }")]
    [InlineData("for (;;) { await Task.Delay(-1, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); await boards.ShowAsync([0], default); break; }")]
    public Task What_follows_the_news_tells_them(string feed) => Check.Silent(News(feed).Replace("[|_boards|]", "_boards", StringComparison.Ordinal));

    [Theory]
    [InlineData("_ = ServeAsync(id, stoppingToken);", "catch (IOException) { Remove(id); }")]
    [InlineData("_ = ServeAsync(id, stoppingToken);", "catch (IOException) { }")]
    public Task Code_that_serves_one_client_and_lets_go_of_it_tells_that_one(string served, string remove) => Check.Silent(Boards(Kept, served, remove));

    [Theory]
    [InlineData("catch (OperationCanceledException) { Remove(id); }")]
    [InlineData("catch { Remove(id); }")]
    public Task Catch_that_takes_the_cancellation_tells_them(string remove) => Check.Silent(
        Boards(Kept, "", remove).Replace("finally { boards.Remove(id); }", "finally { Console.WriteLine(id); }"));

    [Theory]
    [InlineData("public Hall(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(CloseAll);")]
    [InlineData("public Hall(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(() => CloseAll());")]
    [InlineData("public Hall(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(static it => ((Hall)it!).CloseAll(), this);")]
    [InlineData("public Hall(IHostApplicationLifetime lifetime) { var stopping = lifetime.ApplicationStopping; stopping.UnsafeRegister(_ => CloseAll(), null); }")]
    [InlineData("public Hall(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(() => { foreach (var it in _clients.Values) it.Abort(); });")]
    [InlineData("public async Task WatchAsync(IHostApplicationLifetime lifetime) { await Task.Delay(-1, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); CloseAll(); }")]
    public Task Collection_that_is_gone_through_when_stopping_begins_is_silent(string code) => Check.Silent(Sockets(
        "private readonly ConcurrentDictionary<Guid, WebSocket> _clients = new(); private void CloseAll() { foreach (var it in _clients) { it.Value.Abort(); } }" + code,
        "_clients[Guid.NewGuid()] = socket;"));

    [Fact]
    public Task Collection_that_another_type_goes_through_in_time_is_silent() => Check.Silent(
        """
        using System.Collections.Concurrent;
        using System.Net.WebSockets;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Hall>();
        builder.Services.AddSingleton<Lobby>();
        builder.Services.AddHostedService<Closing>();
        var app = builder.Build();
        app.Lifetime.ApplicationStopping.Register(() => app.Services.GetRequiredService<Lobby>().Empty());
        app.Map("/", async (HttpContext context, Hall hall, Lobby lobby) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            hall.Enter(socket);
            lobby.Enter(socket);
        });
        app.Run();

        public sealed class Hall
        {
            private readonly ConcurrentDictionary<Guid, WebSocket> _clients = new();
            public void Enter(WebSocket socket) => _clients[Guid.NewGuid()] = socket;
            public Task CloseAllAsync() => Task.WhenAll(_clients.Values.Select(it => it.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, default)));
        }

        public sealed class Lobby
        {
            private readonly List<WebSocket> _clients = [];
            public void Enter(WebSocket socket) => _clients.Add(socket);
            public void Empty() => _clients.ForEach(it => it.Abort());
        }

        public sealed class Closing(Hall hall) : IHostedLifecycleService
        {
            public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StoppingAsync(CancellationToken cancellationToken) => hall.CloseAllAsync();
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Clients_whose_own_code_hears_of_the_stop_are_silent() => Check.Silent(
        """
        using System.Collections.Concurrent;
        using System.Net.WebSockets;

        public sealed class Hall(IHostApplicationLifetime lifetime)
        {
            private readonly ConcurrentDictionary<Guid, WebSocket> _clients = new();

            public async Task ServeAsync(HttpContext context)
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                using var closing = lifetime.ApplicationStopping.Register(() => _ = socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, default));
                _clients[Guid.NewGuid()] = socket;
                while ((await socket.ReceiveAsync(new byte[10], default)).MessageType != WebSocketMessageType.Close) { }
            }
        }

        public static class Feed
        {
            private static readonly List<HttpResponse> Responses = [];

            public static async Task JoinAsync(HttpContext context, IHostApplicationLifetime lifetime)
            {
                using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
                Responses.Add(context.Response);
                await Task.Delay(-1, linked.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Responses.Remove(context.Response);
            }
        }
        """);

    [Fact]
    public Task Stop_path_is_in_time_where_the_project_listens_or_orders_its_services() => Check.Silent(
        """
        using System.Collections.Concurrent;
        using System.Net.Sockets;
        using System.Net.WebSockets;

        public sealed class Echo : BackgroundService
        {
            private readonly List<TcpClient> _clients = [];
            private readonly ConcurrentDictionary<Socket, bool> _sockets = new();

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var listener = TcpListener.Create(1);
                while (!stoppingToken.IsCancellationRequested)
                {
                    var client = await listener.AcceptTcpClientAsync(stoppingToken);
                    _clients.Add(client);
                    var socket = await listener.AcceptSocketAsync(stoppingToken);
                    _sockets.TryAdd(socket, true);
                    _ = ServeAsync(socket, stoppingToken);
                }
            }

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await base.StopAsync(cancellationToken);
                foreach (var client in _clients) client.Close();
            }

            private async Task ServeAsync(Socket socket, CancellationToken ct)
            {
                using (socket)
                    while (await socket.ReceiveAsync(new byte[10], ct) > 0) { }
                _sockets.TryRemove(socket, out _);
            }
        }

        public sealed class Pagers : IHostedService
        {
            private readonly List<WebSocket> _pagers = [];
            public void Attach(WebSocket socket) => _pagers.Add(socket);
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StopAsync(CancellationToken cancellationToken) { _pagers.ForEach(it => it.Abort()); return Task.CompletedTask; }
        }

        public static class Program
        {
            public static void Main(string[] args) => Host.CreateDefaultBuilder(args)
                .ConfigureWebHostDefaults(web => web.Configure(app => app.UseWebSockets()))
                .ConfigureServices(services => services.AddHostedService<Pagers>().AddHostedService<Echo>())
                .Build().Run();
        }
        """);

    [Theory]
    [InlineData("private readonly List<string> _names = [];", "_names.Add(\"a\");")]
    [InlineData("private readonly List<WebSocket> _never = [];", "Console.WriteLine(_never.Count);")]
    [InlineData("private readonly ConcurrentDictionary<string, HttpClient> _http = new();", "_http[\"a\"] = new HttpClient();")]
    [InlineData("private readonly List<ClientWebSocket> _upstream = [];", "_upstream.Add(new ClientWebSocket());")]
    [InlineData("private readonly List<WebSocket> _upstream = [];", "_upstream.Add(new ClientWebSocket());")]
    [InlineData("private WebSocket? _one;", "_one = socket;")]
    [InlineData("private readonly Func<WebSocket, Task> _serve = _ => Task.CompletedTask;", "_ = _serve(socket);")]
    [InlineData("", "var local = new List<WebSocket>(); local.Add(socket);")]
    public Task What_is_no_collection_of_live_clients_is_silent(string member, string add) => Check.Silent(Sockets(member, add));

    [Fact]
    public Task Collection_of_one_request_is_silent() => Check.Silent(
        """
        using System.Net.WebSockets;

        public sealed class Pair
        {
            private readonly List<WebSocket> _both = [];
            public void Add(WebSocket socket) => _both.Add(socket);
        }

        public sealed class Scoped
        {
            private readonly List<WebSocket> _all = [];
            public void Add(WebSocket socket) => _all.Add(socket);
        }

        public static class Endpoints
        {
            public static void AddAll(IServiceCollection services) => services.AddScoped<Scoped>();

            public static void Map(WebApplication app) => app.Map("/", async (HttpContext context, Scoped scoped) =>
            {
                var pair = new Pair();
                pair.Add(await context.WebSockets.AcceptWebSocketAsync());
                scoped.Add(await context.WebSockets.AcceptWebSocketAsync());
            });
        }
        """);

    private static string Sockets(string member, string add) =>
        $$"""
        using System.Collections.Concurrent;
        using System.Collections.Immutable;
        using System.Net.WebSockets;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Hall>();
        var app = builder.Build();
        app.UseWebSockets();
        app.Map("/hall", async (HttpContext context, Hall hall) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await hall.ServeAsync(socket, context.RequestAborted);
        });
        app.Run();

        public sealed class Hall
        {
            {{member}}

            public async Task ServeAsync(WebSocket socket, CancellationToken aborted)
            {
                {{add}}
                while ((await socket.ReceiveAsync(new byte[10], aborted)).MessageType != WebSocketMessageType.Close) { }
            }
        }
        """;

    private static string Room(string field, string add, string constructor = "", string method = "") =>
        $$"""
        using System.Collections.Concurrent;
        using System.Net.WebSockets;

        public sealed class Room
        {
            {{field}}{{constructor}}

            public async Task JoinAsync(WebSocket socket)
            {
                {{add}}
                var buffer = new byte[1024];
                while (socket.State == WebSocketState.Open)
                {
                    await socket.ReceiveAsync(buffer, CancellationToken.None);
                }
            }{{method}}
        }

        public static class Setup
        {
            public static void Add(IServiceCollection services) => services.AddSingleton<Room>();

            public static void Map(WebApplication app) => app.Map("/room", async (HttpContext context, Room room) =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await room.JoinAsync(socket);
            });
        }
        """;

    private const string Close =
        """


            private void CloseAll()
            {
                foreach (var client in ITEMS)
                {
                    _ = client.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "The server shuts down", CancellationToken.None);
                }
            }
        """;

    [Fact]
    public Task Type_that_the_container_makes_asks_for_the_lifetime_and_closes_them() => Repair.Fixes(
        Room("/* a */ private readonly ConcurrentDictionary<Guid, WebSocket> [|_clients|] = new(); // b", "_clients[Guid.NewGuid()] = socket;"),
        Room("/* a */ private readonly ConcurrentDictionary<Guid, WebSocket> _clients = new(); // b", "_clients[Guid.NewGuid()] = socket;",
            "\n\n    public Room(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(CloseAll);", Close.Replace("ITEMS", "_clients.Values")));

    [Fact]
    public Task Constructor_that_is_there_gets_one_parameter_more() => Repair.Fixes(
        Room("private readonly ConcurrentBag<WebSocket> [|_clients|] = [];", "_clients.Add(socket);",
            "\n    private readonly ILogger<Room> _log;\n\n    public Room(ILogger<Room> log /* a */)\n    {\n        _log = log; // b\n    }"),
        Room("private readonly ConcurrentBag<WebSocket> _clients = [];", "_clients.Add(socket);",
            "\n    private readonly ILogger<Room> _log;\n\n    public Room(ILogger<Room> log /* a */, IHostApplicationLifetime lifetime)\n    {\n        _log = log; // b\n        lifetime.ApplicationStopping.Register(CloseAll);\n    }",
            Close.Replace("ITEMS", "_clients")));

    [Theory]
    [InlineData("private static readonly ConcurrentBag<WebSocket> [|Clients|] = [];", "Clients.Add(socket);")]
    [InlineData("private readonly List<WebSocket> [|_clients|] = [];", "lock (_clients) { _clients.Add(socket); }")]
    [InlineData("private readonly ConcurrentBag<Guest> [|_guests|] = []; private sealed record Guest(WebSocket Socket);", "_guests.Add(new Guest(socket));")]
    public Task Static_unsafe_and_wrapped_collections_are_reported_without_a_fix(string field, string add) => Repair.Reports(Room(field, add));
}
