using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Requests.WebSocketOutlivesShutdownAnalyzer,
    ShutdownAnalyzers.Requests.WebSocketOutlivesShutdownCodeFix>;

namespace ShutdownAnalyzers.Tests.Requests;

public sealed class WebSocketOutlivesShutdownTests
{
    // The receive loop of every case that is about where the socket comes from, or who closes it.
    private const string Pump =
        """

        static class Pump
        {
            public static async Task Drain(WebSocket socket, CancellationToken ct)
            {
                var buffer = new byte[64];
                while (socket.State == WebSocketState.Open)
                {
                    await socket.ReceiveAsync(buffer.AsMemory(), ct);
                }
            }
        }
        """;

    // Reported and fixed.

    [Theory]
    [InlineData("CancellationToken.None")]
    [InlineData("default")]
    [InlineData("context.RequestAborted")]
    public Task Output_is_closed_when_the_application_stops(string token) => Check.Fixes(
        $$"""
        using System.Net.WebSockets;

        var app = WebApplication.Create(args);
        app.Map("/echo", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[1024];
            while (socket.State == WebSocketState.Open)
            {
                var message = await [|socket.ReceiveAsync(buffer.AsMemory(), {{token}})|];
                await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, {{token}});
            }
        });
        app.Run();
        """,
        $$"""
        using System.Net.WebSockets;

        var app = WebApplication.Create(args);
        app.Map("/echo", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            using var closing = app.Lifetime.ApplicationStopping.Register(() => _ = socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "shutting down", CancellationToken.None));
            var buffer = new byte[1024];
            while (socket.State == WebSocketState.Open)
            {
                var message = await socket.ReceiveAsync(buffer.AsMemory(), {{token}});
                await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, {{token}});
            }
        });
        app.Run();
        """);

    [Fact]
    public Task Close_of_the_handler_is_skipped_when_the_socket_is_closed_already() => Check.Fixes(
        """
        using System.Net.WebSockets;

        var app = WebApplication.Create(args);
        app.Map("/echo", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await Echo(socket);
        });
        app.Run();

        static async Task Echo(WebSocket echoed)
        {
            var buffer = new byte[1024];
            while (true)
            {
                var message = await [|echoed.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)|];
                if (message.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }
            }

            // Say good-bye.
            await echoed.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).ConfigureAwait(false); // politely
        }
        """,
        """
        using System.Net.WebSockets;

        var app = WebApplication.Create(args);
        app.Map("/echo", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            using var closing = app.Lifetime.ApplicationStopping.Register(() => _ = socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "shutting down", CancellationToken.None));
            await Echo(socket);
        });
        app.Run();

        static async Task Echo(WebSocket echoed)
        {
            var buffer = new byte[1024];
            while (true)
            {
                var message = await echoed.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (message.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }
            }

            // Say good-bye.
            if (echoed.State != WebSocketState.Closed)
            {
                await echoed.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).ConfigureAwait(false); // politely
            }
        }
        """);

    [Fact]
    public Task Close_that_asks_for_the_state_stays_as_it_is() => Check.Fixes(
        """
        using System.Net.WebSockets;

        var app = WebApplication.Create(args);
        app.Map("/echo", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            while (socket.State == WebSocketState.Open)
            {
                await [|socket.ReceiveAsync(new byte[64].AsMemory(), CancellationToken.None)|];
            }

            if (socket.State == WebSocketState.CloseReceived)
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        app.Run();
        """,
        """
        using System.Net.WebSockets;

        var app = WebApplication.Create(args);
        app.Map("/echo", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            using var closing = app.Lifetime.ApplicationStopping.Register(() => _ = socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "shutting down", CancellationToken.None));
            while (socket.State == WebSocketState.Open)
            {
                await socket.ReceiveAsync(new byte[64].AsMemory(), CancellationToken.None);
            }

            if (socket.State == WebSocketState.CloseReceived)
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        app.Run();
        """);

    [Fact]
    public Task Comments_in_every_gap_survive() => Check.Fixes(
        """
        using System.Net.WebSockets;

        class Chat(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context) // a
            { // b
                // c
                using /* d */ (var socket = await context.WebSockets.AcceptWebSocketAsync()) // e
                { // f
                    // g
                    var buffer = new byte[64]; // h
                    /* i */ for (; ; /* j */) // k
                    {
                        // l
                        _ = await /* m */ [|socket.ReceiveAsync(/* n */ buffer.AsMemory(), default /* o */)|]; // p
                    } // q
                } // r

                await next(context); // s
            }
        }
        """,
        """
        using System.Net.WebSockets;

        class Chat(RequestDelegate next)
        {
            public async Task InvokeAsync(HttpContext context) // a
            { // b
                // c
                using /* d */ (var socket = await context.WebSockets.AcceptWebSocketAsync()) // e
                { // f
                    using var closing = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => _ = socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "shutting down", CancellationToken.None));
                    // g
                    var buffer = new byte[64]; // h
                    /* i */ for (; ; /* j */) // k
                    {
                        // l
                        _ = await /* m */ socket.ReceiveAsync(/* n */ buffer.AsMemory(), default /* o */); // p
                    } // q
                } // r

                await next(context); // s
            }
        }
        """);

    [Fact]
    public Task Registration_stands_where_the_socket_is_accepted_and_the_receiver_is_a_struct_of_the_controller() => Check.Fixes(
        """
        using System.Net.WebSockets;
        using Microsoft.AspNetCore.Mvc;

        public class Terminal(ILogger<Terminal> logger) : ControllerBase
        {
            [Route("/terminal")]
            public async Task Get()
            {
                logger.LogInformation("terminal");
                using var socket = await HttpContext.WebSockets.AcceptWebSocketAsync("tty");
                await new Pump(socket).RunAsync(HttpContext.RequestAborted);
            }

            private readonly struct Pump(WebSocket socket)
            {
                public async Task RunAsync(CancellationToken aborted)
                {
                    ValueWebSocketReceiveResult received;
                    do
                    {
                        received = await [|socket.ReceiveAsync(new byte[512].AsMemory(), aborted)|];
                    }
                    while (received.MessageType != WebSocketMessageType.Close);
                }
            }
        }
        """,
        """
        using System.Net.WebSockets;
        using Microsoft.AspNetCore.Mvc;

        public class Terminal(ILogger<Terminal> logger, IHostApplicationLifetime lifetime) : ControllerBase
        {
            [Route("/terminal")]
            public async Task Get()
            {
                logger.LogInformation("terminal");
                using var socket = await HttpContext.WebSockets.AcceptWebSocketAsync("tty");
                using var closing = lifetime.ApplicationStopping.Register(() => _ = socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "shutting down", CancellationToken.None));
                await new Pump(socket).RunAsync(HttpContext.RequestAborted);
            }

            private readonly struct Pump(WebSocket socket)
            {
                public async Task RunAsync(CancellationToken aborted)
                {
                    ValueWebSocketReceiveResult received;
                    do
                    {
                        received = await socket.ReceiveAsync(new byte[512].AsMemory(), aborted);
                    }
                    while (received.MessageType != WebSocketMessageType.Close);
                }
            }
        }
        """);

    [Fact]
    public Task Socket_without_a_name_is_closed_in_the_code_that_receives_from_it() => Check.Fixes(
        """
        using System.Net.WebSockets;

        static class Rooms
        {
            public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/room", async (HttpContext context, Room room) => await room.JoinAsync(await context.WebSockets.AcceptWebSocketAsync()));

            public static void Add(IServiceCollection services) => services.AddSingleton<Room>();
        }

        sealed class Room
        {
            public async Task JoinAsync(WebSocket member)
            {
                var buffer = new byte[64];
                while (member.State == WebSocketState.Open)
                {
                    await [|member.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)|];
                }
            }
        }
        """,
        """
        using System.Net.WebSockets;

        static class Rooms
        {
            public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/room", async (HttpContext context, Room room) => await room.JoinAsync(await context.WebSockets.AcceptWebSocketAsync()));

            public static void Add(IServiceCollection services) => services.AddSingleton<Room>();
        }

        sealed class Room
        {
            private readonly IHostApplicationLifetime _lifetime;

            public Room(IHostApplicationLifetime lifetime)
            {
                _lifetime = lifetime;
            }

            public async Task JoinAsync(WebSocket member)
            {
                using var closing = _lifetime.ApplicationStopping.Register(() => _ = member.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "shutting down", CancellationToken.None));
                var buffer = new byte[64];
                while (member.State == WebSocketState.Open)
                {
                    await member.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                }
            }
        }
        """);

    [Fact]
    public Task Endpoint_in_another_file_gets_the_registration() => Check.Fixes(
        """
        using System.Net.WebSockets;

        static class Endpoints
        {
            public static void Map(WebApplication app) => app.MapGet("/ws", Serve);

            private static async Task Serve(HttpContext context, ILogger<Reader> logger)
            {
                var socket = await context.WebSockets.AcceptWebSocketAsync();
                logger.LogInformation("open");
                await new Reader { Socket = socket }.ReadAsync();
            }
        }
        //-- Reader.cs
        using System.Net.WebSockets;

        class Reader
        {
            public required WebSocket Socket { get; init; }

            public async Task ReadAsync()
            {
                for (; ; )
                {
                    var message = await [|Socket.ReceiveAsync(new ArraySegment<byte>(new byte[10]), CancellationToken.None)|];
                    if (message.CloseStatus is not null) break;
                }
            }
        }
        """,
        """
        using System.Net.WebSockets;

        static class Endpoints
        {
            public static void Map(WebApplication app) => app.MapGet("/ws", Serve);

            private static async Task Serve(HttpContext context, ILogger<Reader> logger, IHostApplicationLifetime lifetime)
            {
                var socket = await context.WebSockets.AcceptWebSocketAsync();
                using var closing = lifetime.ApplicationStopping.Register(() => _ = socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "shutting down", CancellationToken.None));
                logger.LogInformation("open");
                await new Reader { Socket = socket }.ReadAsync();
            }
        }
        //-- Reader.cs
        using System.Net.WebSockets;

        class Reader
        {
            public required WebSocket Socket { get; init; }

            public async Task ReadAsync()
            {
                for (; ; )
                {
                    var message = await Socket.ReceiveAsync(new ArraySegment<byte>(new byte[10]), CancellationToken.None);
                    if (message.CloseStatus is not null) break;
                }
            }
        }
        """);

    // Reported, no fix.

    [Fact]
    public Task StopAsync_closes_too_late_and_so_does_disposal() => Check.Reports(
        """
        using System.Collections.Concurrent;
        using System.Net.WebSockets;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHostedService<Pagers>();
        var app = builder.Build();
        app.Map("/pager/{ward:int}", async (int ward, HttpContext context, Pagers pagers) => await pagers.AttachAsync(ward, await context.WebSockets.AcceptWebSocketAsync()));
        app.Run();

        abstract class Sockets : IHostedService, IAsyncDisposable
        {
            protected ConcurrentDictionary<int, WebSocket> All { get; } = new();

            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                foreach (var (_, socket) in All)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "stopping", cancellationToken);
                }
            }

            public ValueTask DisposeAsync()
            {
                foreach (var socket in All.Values) socket.Abort();
                return default;
            }

            // No fix: the class is somebody's base, so its constructor and this method are not to be changed.
            public virtual async Task ReadAsync(WebSocket socket)
            {
                while (socket.State == WebSocketState.Open)
                {
                    await [|socket.ReceiveAsync(new byte[64].AsMemory(), CancellationToken.None)|];
                }
            }
        }

        sealed class Pagers : Sockets
        {
            public async Task AttachAsync(int ward, WebSocket socket)
            {
                All[ward] = socket;
                await ReadAsync(socket);
            }
        }
        """);

    [Fact]
    public Task Socket_in_a_record_of_a_registry_is_still_the_servers() => Check.Reports(
        """
        using System.Net.WebSockets;

        static class Endpoints
        {
            public static void Map(WebApplication app) => app.Map("/ws", static async context => await Serve(await context.WebSockets.AcceptWebSocketAsync(), context.RequestAborted));

            private static async Task Serve(WebSocket socket, CancellationToken ct)
            {
                var client = Registry.Add(socket);
                while (await ReadAsync(client, ct) is not null)
                {
                }
            }

            private static async Task<string?> ReadAsync(Client client, CancellationToken ct)
                => (await [|client.Socket.ReceiveAsync(new byte[64].AsMemory(), ct)|]).MessageType == WebSocketMessageType.Close ? null : "";
        }

        record Client(Guid Id, WebSocket Socket);

        static class Registry
        {
            private static readonly Dictionary<Guid, Client> All = [];

            public static Client Add(WebSocket socket)
            {
                var client = new Client(Guid.NewGuid(), socket);
                lock (All) All.Add(client.Id, client);
                return client;
            }
        }
        """);

    [Theory]
    [InlineData("await Task.WhenAny(receiving, sending); await parts.CancelAsync(); await Task.WhenAll(receiving, sending);")]
    [InlineData("try { await Task.WhenAll(receiving, sending); } finally { parts.Cancel(); }")]
    public Task Parts_of_a_request_that_end_each_other_hear_no_stop(string waiting) => Check.Fixes(
        $$"""
        using System.Net.WebSockets;

        class Middleware
        {
            private readonly RequestDelegate _next;
            private readonly IHostApplicationLifetime _lifetime;

            public Middleware(RequestDelegate next, IHostApplicationLifetime lifetime) => (_next, _lifetime) = (next, lifetime);

            public async Task Invoke(HttpContext context)
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await Both(context, socket);
            }

            private static async Task Both(HttpContext context, WebSocket socket)
            {
                using var parts = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
                var receiving = Receive(socket, parts.Token);
                var sending = socket.SendAsync(new byte[1], WebSocketMessageType.Binary, true, parts.Token);
                {{waiting}}
            }

            private static async Task Receive(WebSocket socket, CancellationToken ct)
            {
                while (!ct.IsCancellationRequested && socket.State == WebSocketState.Open) await [|socket.ReceiveAsync(new byte[9], ct)|];
            }
        }
        """,
        $$"""
        using System.Net.WebSockets;

        class Middleware
        {
            private readonly RequestDelegate _next;
            private readonly IHostApplicationLifetime _lifetime;

            public Middleware(RequestDelegate next, IHostApplicationLifetime lifetime) => (_next, _lifetime) = (next, lifetime);

            public async Task Invoke(HttpContext context)
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                using var closing = _lifetime.ApplicationStopping.Register(() => _ = socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "shutting down", CancellationToken.None));
                await Both(context, socket);
            }

            private static async Task Both(HttpContext context, WebSocket socket)
            {
                using var parts = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
                var receiving = Receive(socket, parts.Token);
                var sending = socket.SendAsync(new byte[1], WebSocketMessageType.Binary, true, parts.Token);
                {{waiting}}
            }

            private static async Task Receive(WebSocket socket, CancellationToken ct)
            {
                while (!ct.IsCancellationRequested && socket.State == WebSocketState.Open) await socket.ReceiveAsync(new byte[9], ct);
            }
        }
        """);

    [Fact]
    public Task Socket_that_others_hand_over_is_the_servers_too() => Check.Reports(
        """
        using System.Net.WebSockets;

        public static class Handler
        {
            public static async Task ServeAsync(WebSocket socket)
            {
                while (true) await [|socket.ReceiveAsync(new byte[9], default)|];
            }
        }
        """);

    // Silent: something closes the socket in time.

    [Theory]
    [InlineData("using var closing = app.Lifetime.ApplicationStopping.Register(() => socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, default));")]
    [InlineData("await using var closing = app.Lifetime.ApplicationStopping.Register(static it => ((WebSocket)it!).Abort(), socket);")]
    [InlineData("using var closing = app.Lifetime.ApplicationStopping.Register(socket.Abort);")]
    [InlineData("using var closing = app.Lifetime.ApplicationStopping.UnsafeRegister(static it => ((WebSocket)it!).Dispose(), socket);")]
    [InlineData("using var closing = app.Lifetime.ApplicationStopping.Register(() => { Close(); void Close() => socket.Abort(); });")]
    [InlineData("var stop = app.Lifetime.ApplicationStopping; using var closing = stop.Register(() => { if (socket.State == WebSocketState.Open) socket.Abort(); });")]
    public Task Silent_where_a_callback_of_the_lifetime_closes_it(string hook) => Check.Silent(
        $$"""
        using System.Net.WebSockets;

        static class Endpoints
        {
            public static void Map(WebApplication app) => app.Map("/ws", async (HttpContext context) =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                {{hook}}
                await Pump.Drain(socket, context.RequestAborted);
            });
        }
        """ + Pump);

    [Theory]
    [InlineData("Task.WhenAll(_all.Select(it => CloseAsync(it.Value)))")]
    [InlineData("Parallel.ForEachAsync(_all.Values, async (it, _) => await CloseAsync(it))")]
    [InlineData("Task.WhenAll(Everyone().Select(CloseAsync))")]
    public Task Silent_where_the_entry_point_closes_what_the_registry_keeps(string closing) => Check.Silent(
        $$"""
        using System.Collections.Concurrent;
        using System.Net.WebSockets;

        var app = WebApplication.Create(args);
        app.Lifetime.ApplicationStopping.Register(() => app.Services.GetRequiredService<Clients>().CloseAllAsync().Wait(1000));
        app.Map("/{id}", async (string id, HttpContext context, Clients clients) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await clients.ServeAsync(id, socket);
        });
        app.Run();

        sealed class Clients
        {
            private readonly ConcurrentDictionary<string, WebSocket> _all = new();

            public async Task ServeAsync(string id, WebSocket socket)
            {
                _all[id] = socket;
                try { while ((await socket.ReceiveAsync(new byte[9], default)).CloseStatus is null) { } } finally { _all.TryRemove(id, out _); }
            }

            public Task CloseAllAsync() => {{closing}};
            private WebSocket[] Everyone() => _all.Values.ToArray();
            private static Task CloseAsync(WebSocket socket) => socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, default);
        }
        """);

    [Theory]
    [InlineData("_stopping = lifetime.ApplicationStopping.Register(CloseAll);")]
    [InlineData("_stopping = lifetime.ApplicationStopping.Register(() => CloseAll());")]
    [InlineData("_stopping = lifetime.ApplicationStopping.Register(static it => ((Clients)it!).CloseAll(), this);")]
    public Task Silent_where_the_registry_that_keeps_the_socket_closes_all(string hook) => Check.Silent(
        $$"""
        using System.Collections.Concurrent;
        using System.Net.WebSockets;

        interface IClients
        {
            Guid Add(WebSocket socket);
        }

        sealed class Clients : IClients, IDisposable
        {
            private readonly ConcurrentDictionary<Guid, WebSocket> _all = new();
            private readonly CancellationTokenRegistration _stopping;

            public Clients(IHostApplicationLifetime lifetime)
            {
                {{hook}}
            }

            public Guid Add(WebSocket socket)
            {
                var id = Guid.NewGuid();
                _all[id] = socket;
                return id;
            }

            public void Dispose() => _stopping.Dispose();

            private void CloseAll()
            {
                foreach (var socket in _all.Values.Where(it => it.State == WebSocketState.Open)) _ = CloseAsync(socket);
            }

            private static async Task CloseAsync(WebSocket socket)
                => await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, CancellationToken.None);
        }

        static class Endpoints
        {
            public static void Map(WebApplication app) => app.Map("/ws", async (HttpContext context, IClients clients) =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                clients.Add(socket);
                await Pump.Drain(socket, CancellationToken.None);
            });
        }
        """ + Pump);

    [Fact]
    public Task Silent_where_a_lifecycle_service_closes_what_the_registry_hands_out() => Check.Silent(
        """
        using System.Net.WebSockets;

        sealed class Lobby
        {
            private readonly List<WebSocket> _guests = [];

            public WebSocket[] Guests { get { lock (_guests) return [.. _guests]; } }

            public void Enter(WebSocket guest) { lock (_guests) _guests.Add(guest); }
        }

        sealed class LobbyCloser(Lobby lobby) : IHostedLifecycleService
        {
            public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StoppingAsync(CancellationToken cancellationToken) => Task.WhenAll(lobby.Guests.Select(it => CloseAsync(it, cancellationToken)));
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            private static Task CloseAsync(WebSocket guest, CancellationToken cancellationToken)
                => guest.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, cancellationToken);
        }

        static class Endpoints
        {
            public static void Map(WebApplication app) => app.Map("/lobby", async (HttpContext context, Lobby lobby) =>
            {
                using var guest = await context.WebSockets.AcceptWebSocketAsync();
                lobby.Enter(guest);
                await Pump.Drain(guest, CancellationToken.None);
            });
        }
        """ + Pump);

    [Fact]
    public Task Silent_where_the_peer_that_wraps_the_socket_says_goodbye() => Check.Silent(
        """
        using System.Net.WebSockets;

        sealed class Peer(WebSocket socket)
        {
            public Task RunAsync(CancellationToken ct) => Pump.Drain(socket, ct);

            public Task SayGoodbyeAsync() => socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, default);
        }

        sealed class Peers
        {
            private readonly Dictionary<int, Peer> _peers = [];

            public Peers(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(OnStopping);

            public Task JoinAsync(int id, WebSocket socket, CancellationToken ct)
            {
                var peer = new Peer(socket);
                lock (_peers) _peers[id] = peer;
                return peer.RunAsync(ct);
            }

            private void OnStopping() => Task.WhenAll(_peers.Values.Select(it => it.SayGoodbyeAsync())).Wait(TimeSpan.FromSeconds(2));
        }

        static class Endpoints
        {
            public static void Map(WebApplication app)
                => app.Map("/{id:int}", async (int id, HttpContext context, Peers peers) => await peers.JoinAsync(id, await context.WebSockets.AcceptWebSocketAsync(), context.RequestAborted));
        }
        """ + Pump);

    [Fact]
    public Task Silent_where_another_part_of_the_request_waits_for_the_stop() => Check.Silent(
        """
        using System.Net.WebSockets;

        static class Endpoints
        {
            public static void Map(WebApplication app) => app.Map("/ws", async (HttpContext context, IHostApplicationLifetime lifetime) =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                var closing = CloseWhenStoppingAsync(socket, lifetime.ApplicationStopping);
                await Pump.Drain(socket, context.RequestAborted);
                await closing;
            });

            private static async Task CloseWhenStoppingAsync(WebSocket socket, CancellationToken stopping)
            {
                await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, CancellationToken.None);
            }
        }
        """ + Pump);

    [Theory]
    [InlineData("if (await Task.WhenAny(reading, stopped.Task) == stopped.Task) socket.Abort();")]
    [InlineData("await Task.WhenAny(reading, Task.Delay(Timeout.Infinite, lifetime.ApplicationStopping));")]
    [InlineData("await reading.WaitAsync(lifetime.ApplicationStopping);")]
    [InlineData("await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMinutes(1)));")]
    public Task Silent_where_the_request_gives_up_on_the_loop(string race) => Check.Silent(
        $$"""
        using System.Net.WebSockets;

        static class Endpoints
        {
            public static void Map(WebApplication app) => app.Map("/ws", async (HttpContext context, IHostApplicationLifetime lifetime) =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                var stopped = new TaskCompletionSource();
                using var stopping = lifetime.ApplicationStopping.Register(() => stopped.TrySetResult());
                var reading = Pump.Drain(socket, context.RequestAborted);
                {{race}}
            });
        }
        """ + Pump);

    [Theory]
    [InlineData("using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);")]
    [InlineData("using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted); end.CancelAfter(TimeSpan.FromMinutes(5));")]
    [InlineData("using var end = new CancellationTokenSource(); using var stopping = lifetime.ApplicationStopping.Register(() => end.Cancel());")]
    public Task Silent_where_the_token_ends_the_receive(string source) => Check.Silent(
        $$"""
        using System.Net.WebSockets;

        static class Endpoints
        {
            public static void Map(WebApplication app) => app.Map("/ws", async (HttpContext context, IHostApplicationLifetime lifetime) =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                {{source}}
                await Pump.Drain(socket, end.Token);
            });
        }
        """ + Pump);

    [Fact]
    public Task Silent_where_the_services_are_ordered_behind_the_server() => Check.Silent(
        """
        using System.Net.WebSockets;

        static class Program
        {
            static void Main(string[] args) => Host.CreateDefaultBuilder(args)
                .ConfigureWebHostDefaults(web => web.Configure(app => app.Use(async (HttpContext context, RequestDelegate next) => await Sockets.ServeAsync(context))))
                .ConfigureServices(services => services.AddHostedService<Closer>())
                .Build().Run();
        }

        static class Sockets
        {
            public static readonly List<WebSocket> All = [];

            public static async Task ServeAsync(HttpContext context)
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                All.Add(socket);
                await Pump.Drain(socket, default);
            }
        }

        sealed class Closer : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                foreach (var socket in Sockets.All) await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, cancellationToken);
            }
        }
        """ + Pump);

    [Fact]
    public Task Silent_where_unknown_code_gets_the_socket_and_may_close_it() => Check.Silent(
        """
        using System.Net.WebSockets;

        public interface ISocketKeeper
        {
            void Keep(WebSocket socket);
        }

        static class Endpoints
        {
            public static void Map(WebApplication app) => app.Map("/ws", async (HttpContext context, ISocketKeeper keeper) =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                keeper.Keep(socket);
                await Pump.Drain(socket, default);
            });
        }
        """ + Pump);

    // Silent: no receive loop on an accepted socket.

    [Theory]
    [InlineData("var socket = new ClientWebSocket(); await socket.ConnectAsync(new Uri(\"wss://feed\"), default);")]
    [InlineData("using var listener = new System.Net.HttpListener(); var socket = (await (await listener.GetContextAsync()).AcceptWebSocketAsync(null)).WebSocket;")]
    [InlineData("WebSocket socket = await ConnectAsync(); static async Task<WebSocket> ConnectAsync() { var it = new ClientWebSocket(); await it.ConnectAsync(new Uri(\"wss://feed\"), default); return it; }")]
    public Task Silent_where_the_project_opened_the_socket_itself(string opening) => Check.Silent(
        $$"""
        using System.Net.WebSockets;

        sealed class Feed : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{opening}}
                await Pump.Drain(socket, stoppingToken);
            }
        }
        """ + Pump);

    [Fact]
    public Task Silent_for_one_message_that_is_received_with_a_limit() => Check.Silent(
        """
        using System.Net.WebSockets;

        static class Endpoints
        {
            public static void Map(WebApplication app) => app.Map("/report", async (HttpContext context) =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                var request = await socket.ReceiveAsync(new byte[256].AsMemory(), context.RequestAborted);
                for (var part = 0; part < request.Count; part++) await socket.SendAsync(new byte[1], WebSocketMessageType.Text, true, context.RequestAborted);
            });
        }
        """);

    [Fact]
    public Task Silent_for_a_handed_over_socket_in_a_project_that_is_a_client() => Check.Silent(
        """
        using System.Net.WebSockets;

        public class Connection
        {
            private readonly ClientWebSocket _own = new();

            public Task ReadAsync(WebSocket? socket, CancellationToken ct) => Pump.Drain(socket ?? _own, ct);
        }
        """ + Pump.Replace("static class", "public static class", StringComparison.Ordinal));
}
