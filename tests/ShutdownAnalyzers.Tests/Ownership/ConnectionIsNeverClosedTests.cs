using Check = ShutdownAnalyzers.Tests.Check<
    ShutdownAnalyzers.Ownership.ConnectionIsNeverClosedAnalyzer,
    ShutdownAnalyzers.Ownership.ConnectionIsNeverClosedCodeFix>;

namespace ShutdownAnalyzers.Tests.Ownership;

public sealed class ConnectionIsNeverClosedTests
{
    [Theory]
    [InlineData("private readonly TcpClient _link = [|new()|];")]
    [InlineData("private readonly TcpClient _link = [|new TcpClient(\"a\", 1)|];")]
    [InlineData("private readonly TcpListener _link = [|TcpListener.Create(1)|];")]
    [InlineData("private readonly ClientWebSocket _link = [|new ClientWebSocket()|];")]
    [InlineData("private readonly FileSystemWatcher _link = [|new FileSystemWatcher(\"a\") { EnableRaisingEvents = true }|];")]
    [InlineData("private static readonly ConnectionMultiplexer _link = [|ConnectionMultiplexer.Connect(\"a\")|];")]
    [InlineData("private readonly NpgsqlDataSource _link = [|NpgsqlDataSource.Create(\"a\")|];")]
    [InlineData("private readonly NpgsqlDataSource _link = [|new NpgsqlDataSourceBuilder(\"a\").Build()|];")]
    [InlineData("private readonly GrpcChannel _link = [|GrpcChannel.ForAddress(\"http://a\")|];")]
    [InlineData("private readonly HubConnection _link = [|new HubConnectionBuilder().WithUrl(\"http://a\").Build()|];")]
    [InlineData("private readonly MQTTnet.IMqttClient _link = [|new MQTTnet.MqttClientFactory().CreateMqttClient()|];")]
    [InlineData("private TcpClient Link { get; } = [|new()|];")]
    public Task Member_of_a_hosted_service_that_nobody_releases_is_reported(string member) => Check.Finds(Worker(member));

    [Theory]
    [InlineData("_link = [|new TcpClient()|];")]
    [InlineData("_link ??= [|new TcpClient()|];")]
    [InlineData("var link = [|new TcpClient()|]; await link.ConnectAsync(\"a\", 1, stoppingToken); _link = link;")]
    [InlineData("(_link, _count) = ([|new TcpClient()|], 1);")]
    [InlineData("Interlocked.Exchange(ref _link, [|new TcpClient()|]);")]
    [InlineData("LazyInitializer.EnsureInitialized(ref _link, () => [|new TcpClient()|]);")]
    [InlineData("_link = await OpenAsync(stoppingToken); async Task<TcpClient> OpenAsync(CancellationToken ct) { var it = [|new TcpClient()|]; await it.ConnectAsync(\"a\", 1, ct); return it; }")]
    [InlineData("Use([|new TcpClient()|]); static void Use(TcpClient it) => Console.WriteLine(it.Connected);")]
    [InlineData("var connection = await [|new RabbitMQ.Client.ConnectionFactory().CreateConnectionAsync(stoppingToken)|].ConfigureAwait(false); var channel = await connection.CreateChannelAsync(null, stoppingToken);")]
    [InlineData("var redis = await [|ConnectionMultiplexer.ConnectAsync(\"a\")|]; await redis.GetDatabase().PingAsync();")]
    [InlineData("var sql = [|new NpgsqlConnection(\"a\")|]; await sql.OpenAsync(stoppingToken); await using var command = new NpgsqlCommand(\"listen a\", sql); await command.ExecuteNonQueryAsync(stoppingToken);")]
    public Task What_execute_opens_and_nobody_releases_is_reported(string code) => Check.Finds(Worker("private TcpClient? _link; private int _count;", code));

    [Theory]
    [InlineData("private readonly Lazy<ConnectionMultiplexer> _link = new(() => [|ConnectionMultiplexer.Connect(\"a\")|]);", "_link.Value.GetDatabase();")]
    [InlineData("private readonly Lazy<Task<ConnectionMultiplexer>> _link = new(() => [|ConnectionMultiplexer.ConnectAsync(\"a\")|]);", "(await _link.Value).GetDatabase();")]
    [InlineData("private readonly Lazy<ConnectionMultiplexer> _link = new(Connect); private static ConnectionMultiplexer Connect() => [|ConnectionMultiplexer.Connect(\"a\")|];", "_link.Value.GetDatabase();")]
    [InlineData("private readonly Dictionary<string, TcpClient> _links = [];", "foreach (var host in new[] { \"a\", \"b\" }) _links[host] = [|new TcpClient(host, 1)|]; foreach (var (host, link) in _links) Console.WriteLine($\"{host} {link.Connected}\"); _links.Clear();")]
    [InlineData("private readonly Dictionary<string, TcpClient> _links = [];", "_links[\"a\"] = await OpenAsync(\"a\"); foreach (var pair in _links) Console.WriteLine(pair.Value.Connected); async Task<TcpClient> OpenAsync(string host) { var it = [|new TcpClient()|]; await it.ConnectAsync(host, 1); return it; }")]
    public Task Connection_in_a_lazy_or_a_collection_is_reported_without_a_fix(string member, string code) => Check.Reports(Worker(member, code));

    [Theory]
    [InlineData("private readonly Lazy<ConnectionMultiplexer> _link = new(() => ConnectionMultiplexer.Connect(\"a\")); public override void Dispose() { if (_link.IsValueCreated) _link.Value.Dispose(); base.Dispose(); }")]
    [InlineData("private readonly Lazy<Task<ConnectionMultiplexer>> _link = new(() => ConnectionMultiplexer.ConnectAsync(\"a\")); public override async Task StopAsync(CancellationToken ct) { await base.StopAsync(ct); if (_link.IsValueCreated) await (await _link.Value).CloseAsync(); }")]
    [InlineData("private readonly Lazy<ConnectionMultiplexer> _link = new(Connect); private static ConnectionMultiplexer Connect() => ConnectionMultiplexer.Connect(\"a\"); public override void Dispose() { _link.Value.Dispose(); base.Dispose(); }")]
    [InlineData("private ConnectionMultiplexer? _link; private ConnectionMultiplexer Link => LazyInitializer.EnsureInitialized(ref _link, () => ConnectionMultiplexer.Connect(\"a\")); public override void Dispose() { _link?.Dispose(); base.Dispose(); }")]
    [InlineData("private readonly Dictionary<string, TcpClient> _links = new() { [\"a\"] = new TcpClient() }; public override void Dispose() { foreach (var pair in _links) pair.Value.Close(); base.Dispose(); }")]
    [InlineData("private readonly Dictionary<string, TcpClient> _links = new() { [\"a\"] = new TcpClient() }; public override void Dispose() { _links.ToList().ForEach(it => it.Value.Close()); base.Dispose(); }")]
    [InlineData("private readonly Dictionary<string, TcpClient> _links = new() { [\"a\"] = new TcpClient() }; public override void Dispose() { var first = _links.First(); first.Value.Close(); base.Dispose(); }")]
    [InlineData("private readonly ConcurrentDictionary<string, Lazy<TcpClient>> _links = new(); private TcpClient Link(string host) => _links.GetOrAdd(host, new Lazy<TcpClient>(() => new TcpClient(host, 1))).Value; public override void Dispose() { foreach (var it in _links.Values) if (it.IsValueCreated) it.Value.Close(); base.Dispose(); }")]
    [InlineData("private readonly ConcurrentDictionary<string, Lazy<TcpClient>> _links = new(); private TcpClient Link(string host) => _links.GetOrAdd(host, static name => new Lazy<TcpClient>(() => new TcpClient(name, 1))).Value; public override void Dispose() { foreach (var (_, it) in _links) it.Value.Close(); base.Dispose(); }")]
    [InlineData("private readonly Dictionary<string, List<TcpClient>> _links = []; private void Add(string host) { if (!_links.TryGetValue(host, out var all)) _links[host] = all = []; all.Add(new TcpClient(host, 1)); } public override void Dispose() { foreach (var pair in _links) pair.Value.ForEach(it => it.Close()); base.Dispose(); }")]
    [InlineData("private readonly List<TcpClient[]> _links = []; private void Add(string host) => _links.Add([new TcpClient(host, 1)]); public override void Dispose() { foreach (var some in _links) foreach (var one in some) one.Dispose(); base.Dispose(); }")]
    public Task Connection_that_is_released_out_of_a_lazy_or_a_collection_is_silent(string members) => Check.Silent(Worker(members));

    [Fact]
    public Task Generic_type_behind_an_interface_that_opens_on_first_use_is_reported() => Check.Finds(
        """
        using System.Net.Sockets;

        public interface ILink { Task SendAsync(ReadOnlyMemory<byte> frame); }
        public interface ICodec : IDisposable { ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> frame); }
        internal class Link<TCodec>(TCodec codec) : ILink, IDisposable where TCodec : ICodec
        {
            private Socket? _socket;
            protected Socket Socket { get { lock (codec) return _socket ??= Open(); } }
            public async Task SendAsync(ReadOnlyMemory<byte> frame) => await Socket.SendAsync(codec.Encode(frame));
            private static Socket Open() { Socket socket = [|new(SocketType.Stream, ProtocolType.Tcp)|]; socket.Connect("mesh", 1); return socket; }
            public void Dispose() => codec.Dispose();
        }
        internal sealed class Plain : ICodec { public ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> frame) => frame; public void Dispose() { } }
        public static class Module
        {
            public static IServiceCollection AddLink(this IServiceCollection services) => services.AddSingleton<ILink>(_ => new Link<Plain>(new Plain()));
        }
        """);

    [Fact]
    public Task Singletons_their_parts_and_what_the_entry_point_creates_are_reported() => Check.Finds(
        """
        using System.Net.Sockets;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IGateway, Gateway>();
        builder.Services.AddSingleton(_ => new Meter());
        builder.Services.AddHostedService<Pump>();
        var app = builder.Build();
        var watcher = [|new FileSystemWatcher("/var/spool")|];
        watcher.Created += (_, e) => Console.WriteLine(e.Name);
        watcher.EnableRaisingEvents = true;
        var clock = new Clock();
        app.MapGet("/", () => clock.Now);
        app.Run();

        public interface IGateway;
        public sealed class Gateway : IGateway { private readonly UdpClient _udp = [|new(1)|]; }
        public sealed class Meter { private readonly Socket _socket = [|new(SocketType.Dgram, ProtocolType.Udp)|]; }
        public sealed class Clock { private readonly UdpClient _ntp = [|new()|]; public int Now => _ntp.Available; }
        public sealed class Feed { private readonly Lines _lines = new(); }
        public sealed class Lines { private readonly TcpClient _line; public Lines() => _line = [|new TcpClient()|]; }
        public sealed class Pump(Feed feed) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(feed.GetHashCode(), stoppingToken);
        }
        """);

    [Fact]
    public Task Own_wrapper_of_a_connection_is_a_connection() => Check.Finds(
        """
        using Microsoft.AspNetCore.SignalR.Client;

        public sealed class Session(Uri hub) : IAsyncDisposable
        {
            private readonly HubConnection _hub = new HubConnectionBuilder().WithUrl(hub).Build();

            public Task OpenAsync() => _hub.StartAsync();

            public ValueTask DisposeAsync() => _hub.DisposeAsync();
        }

        public static class Program
        {
            public static async Task Main()
            {
                var session = [|new Session(new Uri("http://a"))|];
                await session.OpenAsync();
                await Task.Delay(-1);
            }
        }
        """);

    [Fact]
    public Task Local_in_a_helper_of_the_entry_point_is_reported() => Check.Finds(
        """
        using System.Net.WebSockets;

        internal class Program
        {
            private static async Task Main() => await ListenAsync(CancellationToken.None);

            private static async Task ListenAsync(CancellationToken ct)
            {
                ClientWebSocket socket = [|new ClientWebSocket()|];
                await socket.ConnectAsync(new Uri("ws://a"), ct);
                var buffer = new byte[10];
                while (true) await socket.ReceiveAsync(buffer, ct);
            }
        }
        """);

    [Fact]
    public Task Local_is_held_by_using_where_the_scope_waits() => Check.Fixes(
        """
        using System.Net.Sockets;
        using Microsoft.AspNetCore.SignalR.Client;
        using RabbitMQ.Client;

        // The hub.
        /* first */ var hub = [|new HubConnectionBuilder() // built
            .WithUrl("http://a").Build()|]; // done
        await hub.StartAsync();
        var connection = await [|new ConnectionFactory().CreateConnectionAsync()|].ConfigureAwait(false);
        await ReceiveAsync();

        static async Task ReceiveAsync()
        {
            TcpClient link = [|new("a", 1)|];
            while (await link.GetStream().ReadAsync(new byte[10]) > 0) { }
        }
        """,
        """
        using System.Net.Sockets;
        using Microsoft.AspNetCore.SignalR.Client;
        using RabbitMQ.Client;

        // The hub.
        /* first */ await using var hub = new HubConnectionBuilder() // built
            .WithUrl("http://a").Build(); // done
        await hub.StartAsync();
        await using var connection = await new ConnectionFactory().CreateConnectionAsync().ConfigureAwait(false);
        await ReceiveAsync();

        static async Task ReceiveAsync()
        {
            using TcpClient link = new("a", 1);
            while (await link.GetStream().ReadAsync(new byte[10]) > 0) { }
        }
        """);

    [Fact]
    public Task Dropped_connection_gets_a_name() => Check.Fixes(
        """
        public class Program
        {
            public static void Main(string[] args)
            {
                _ = /* watch */ [|new FileSystemWatcher("a") { EnableRaisingEvents = true }|]; // spool
                WebApplication.Create(args).Run();
            }
        }
        """,
        """
        public class Program
        {
            public static void Main(string[] args)
            {
                using var connection = /* watch */ new FileSystemWatcher("a") { EnableRaisingEvents = true }; // spool
                WebApplication.Create(args).Run();
            }
        }
        """);

    [Theory]
    [InlineData("var watcher = [|new FileSystemWatcher(\"a\")|]; watcher.EnableRaisingEvents = true; return Task.CompletedTask;")]
    [InlineData("FileSystemWatcher watcher; watcher = [|new FileSystemWatcher(\"a\")|]; return Task.Delay(-1, stoppingToken);")]
    [InlineData("var hub = [|new Microsoft.AspNetCore.SignalR.Client.HubConnectionBuilder().Build()|]; hub.StartAsync(stoppingToken).Wait(); return Task.CompletedTask;")]
    public Task No_using_where_it_would_close_at_once_or_cannot_stand(string code) => Check.Reports(
        $$"""
        public sealed class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{code}}
            }
        }
        """);

    [Fact]
    public Task Worker_releases_what_it_holds_when_it_is_disposed_of() => Check.Fixes(
        """
        using System.Net.Sockets;

        public sealed class Pump : BackgroundService
        {
            // The line.
            private readonly TcpClient _line = /* one */ [|new()|]; // two
            private UdpClient? _beacon;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _beacon = [|new UdpClient()|];
                await _line.ConnectAsync("a", 1, stoppingToken);
            }
        }
        """,
        """
        using System.Net.Sockets;

        public sealed class Pump : BackgroundService
        {
            // The line.
            private readonly TcpClient _line = /* one */ new(); // two
            private UdpClient? _beacon;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _beacon = new UdpClient();
                await _line.ConnectAsync("a", 1, stoppingToken);
            }

            public override void Dispose()
            {
                _line.Dispose();
                _beacon?.Dispose();
                base.Dispose();
            }
        }
        """);

    [Fact]
    public Task What_is_released_asynchronously_is_released_behind_the_worker() => Check.Fixes(
        """
        using Microsoft.AspNetCore.SignalR.Client;

        public sealed class Pump(Uri hub) : BackgroundService
        {
            private readonly HubConnection _hub = [|new HubConnectionBuilder().WithUrl(hub).Build()|];

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => _hub.StartAsync(stoppingToken);
        }
        """,
        """
        using Microsoft.AspNetCore.SignalR.Client;

        public sealed class Pump(Uri hub) : BackgroundService
        {
            private readonly HubConnection _hub = new HubConnectionBuilder().WithUrl(hub).Build();

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => _hub.StartAsync(stoppingToken);

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await base.StopAsync(cancellationToken);
                await _hub.DisposeAsync();
            }
        }
        """);

    [Fact]
    public Task Stop_path_that_is_there_is_continued() => Check.Fixes(
        """
        using RabbitMQ.Client;

        public sealed class Publisher(ConnectionFactory factory) : IHostedService
        {
            private IConnection? _connection;
            private IChannel? _channel;

            public async Task StartAsync(CancellationToken cancellationToken)
            {
                _connection = await [|factory.CreateConnectionAsync(cancellationToken)|];
                _channel = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                // The channel first.
                if (_channel is { IsOpen: true } channel)
                    await channel.CloseAsync(cancellationToken); // politely
            }
        }
        """,
        """
        using RabbitMQ.Client;

        public sealed class Publisher(ConnectionFactory factory) : IHostedService
        {
            private IConnection? _connection;
            private IChannel? _channel;

            public async Task StartAsync(CancellationToken cancellationToken)
            {
                _connection = await factory.CreateConnectionAsync(cancellationToken);
                _channel = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                // The channel first.
                if (_channel is { IsOpen: true } channel)
                    await channel.CloseAsync(cancellationToken); // politely
                if (_connection is not null)
                {
                    await _connection.DisposeAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Singleton_becomes_disposable() => Check.Fixes(
        """
        using System.Net.Sockets;
        using Microsoft.AspNetCore.SignalR.Client;

        public interface IGateway;

        public sealed class Gateway : IGateway // udp
        {
            private readonly UdpClient _udp = [|new(1)|];

            public int Available => _udp.Available;
        }

        public sealed class Tracker
        {
            private readonly HubConnection _hub = [|new HubConnectionBuilder().WithUrl("http://a").Build()|];

            public Task ReportAsync() => _hub.SendAsync("a");
        }

        public static class Registration
        {
            public static void Add(IServiceCollection services) => services.AddSingleton<IGateway, Gateway>().AddSingleton<Tracker>();
        }
        """,
        """
        using System.Net.Sockets;
        using Microsoft.AspNetCore.SignalR.Client;

        public interface IGateway;

        public sealed class Gateway : IGateway, IDisposable // udp
        {
            private readonly UdpClient _udp = new(1);

            public int Available => _udp.Available;

            public void Dispose()
            {
                _udp.Dispose();
            }
        }

        public sealed class Tracker : IAsyncDisposable
        {
            private readonly HubConnection _hub = new HubConnectionBuilder().WithUrl("http://a").Build();

            public Task ReportAsync() => _hub.SendAsync("a");

            public async ValueTask DisposeAsync()
            {
                await _hub.DisposeAsync();
            }
        }

        public static class Registration
        {
            public static void Add(IServiceCollection services) => services.AddSingleton<IGateway, Gateway>().AddSingleton<Tracker>();
        }
        """);

    [Fact]
    public Task Static_and_created_by_hand_have_no_path_to_release_in() => Check.Reports(
        """
        using System.Net.Sockets;

        public static class Shared
        {
            public static readonly UdpClient Beacon = [|new()|];
        }

        public sealed class Clock
        {
            private readonly UdpClient _ntp = [|new()|];
            public int Now => _ntp.Available;
        }

        internal static class Program
        {
            private static readonly Clock Clock = new();
            private static async Task Main() => await Task.Delay(Clock.Now + Shared.Beacon.Available);
        }
        """);

    [Theory]
    [InlineData("public override void Dispose() { _link?.Dispose(); base.Dispose(); }")]
    [InlineData("public override void Dispose() { Interlocked.Exchange(ref _link, null)?.Dispose(); base.Dispose(); }")]
    [InlineData("public override void Dispose() { if (_link is { } link) link.Close(); base.Dispose(); }")]
    [InlineData("public override void Dispose() { var link = _link; link?.Close(); base.Dispose(); }")]
    [InlineData("public override void Dispose() { (_link as IDisposable)?.Dispose(); base.Dispose(); }")]
    [InlineData("public override void Dispose() { Release(_link); base.Dispose(); } private static void Release(IDisposable? it) => it?.Dispose();")]
    [InlineData("public override void Dispose() { Release(ref _link); base.Dispose(); } private static void Release<T>(ref T? it) where T : class, IDisposable { it?.Dispose(); it = null; }")]
    [InlineData("public override void Dispose() { foreach (var it in new IDisposable?[] { _link }) it?.Dispose(); base.Dispose(); }")]
    [InlineData("public override void Dispose() { using (_link) { } base.Dispose(); }")]
    [InlineData("public override void Dispose() { using var link = _link; base.Dispose(); }")]
    [InlineData("public override void Dispose() { _link?.GetStream().Close(); base.Dispose(); }")]
    [InlineData("public override void Dispose() { _link?.Client.Shutdown(SocketShutdown.Both); base.Dispose(); }")]
    [InlineData("public override void Dispose() { _link.DisposeQuietly(); base.Dispose(); }")]
    [InlineData("public override async Task StopAsync(CancellationToken cancellationToken) { await base.StopAsync(cancellationToken); _link!.Close(); }")]
    [InlineData("public override Task StopAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken).ContinueWith(_ => _link?.Dispose());")]
    [InlineData("public Pump(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopped.Register(() => _link?.Dispose());")]
    [InlineData("public Pump(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopped.Register(() => Stop()); private void Stop() => Link?.Dispose(); private TcpClient? Link => _link;")]
    public Task Any_way_to_release_is_seen(string stop) => Check.Silent(
        $$"""
        using System.Net.Sockets;

        public sealed class Pump : BackgroundService
        {
            private TcpClient? _link;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _link = new TcpClient();
                await _link.ConnectAsync("a", 1, stoppingToken);
            }

            {{stop}}
        }

        public static class Quietly
        {
            public static void DisposeQuietly(this IDisposable? it)
            {
                try { it?.Dispose(); } catch (Exception) { }
            }
        }
        """);

    [Theory]
    [InlineData("using var link = new TcpClient();")]
    [InlineData("using (var link = new TcpClient()) { await link.ConnectAsync(\"a\", 1, stoppingToken); }")]
    [InlineData("var link = new TcpClient(); await using (link.GetStream()) { }")]
    [InlineData("TcpClient? link = null; try { link = new TcpClient(); } finally { link?.Close(); }")]
    [InlineData("await using var hub = new HubConnectionBuilder().WithUrl(\"http://a\").Build();")]
    [InlineData("await using var hub = new HubConnectionBuilder().WithUrl(\"http://a\").Build().ConfigureAwait(false);")]
    [InlineData("var hub = new HubConnectionBuilder().WithUrl(\"http://a\").Build(); await using var _ = hub.ConfigureAwait(false);")]
    [InlineData("var hub = new HubConnectionBuilder().WithUrl(\"http://a\").Build(); stoppingToken.Register(() => hub.StopAsync());")]
    [InlineData("var link = new TcpClient(); await using var stream = new NetworkStream(link.Client, ownsSocket: true);")]
    [InlineData("var link = new TcpClient(); handler(link);")]
    [InlineData("var link = new TcpClient(); await Task.Run(() => { try { link.Connect(\"a\", 1); } finally { link.Dispose(); } });")]
    [InlineData("var links = new List<TcpClient> { new() }; links.Add(new TcpClient()); foreach (var it in links) it.Dispose();")]
    [InlineData("foreach (var i in Enumerable.Range(1, 3)) _links[i] = new TcpClient(); foreach (var (_, it) in _links) it.Dispose();")]
    [InlineData("foreach (var i in Enumerable.Range(1, 3)) _links[i] = new TcpClient(); foreach (var it in _links.Values) it.Dispose();")]
    [InlineData("await using var source = NpgsqlDataSource.Create(\"a\"); await using var sql = await source.OpenConnectionAsync(stoppingToken); var other = source.CreateConnection();")]
    [InlineData("using var listener = TcpListener.Create(1); var accepted = await listener.AcceptTcpClientAsync(stoppingToken);")]
    [InlineData("var stack = new AsyncDisposables(); stack.Add(new TcpClient());")]
    public Task Released_or_handed_over_in_place_is_silent(string code) => Check.Silent(Worker(
        "private readonly Dictionary<int, TcpClient> _links = []; private readonly Action<TcpClient> handler = it => it.Dispose();", code)
        + """

        public sealed class AsyncDisposables
        {
            private readonly List<IDisposable> _all = [];
            public void Add(IDisposable it) => _all.Add(it);
            public void Clear() => _all.ForEach(it => it.Dispose());
        }
        """);

    [Fact]
    public Task Injected_registered_and_short_lived_connections_are_silent() => Check.Silent(
        """
        using System.Net.Sockets;
        using Npgsql;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect("a"));
        builder.Services.AddScoped(_ => new NpgsqlConnection("a"));
        builder.Services.AddHostedService<Pump>();
        builder.Services.AddTransient<Probe>();
        builder.Services.AddSingleton(new HttpClient());
        var app = builder.Build();
        app.MapGet("/", async (HttpContext context) => { var link = new TcpClient(); await link.ConnectAsync("a", 1); });
        app.Run();

        public sealed class Pump(IConnectionMultiplexer redis, NpgsqlDataSource source) : BackgroundService
        {
            private readonly IConnectionMultiplexer _redis = redis;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await _redis.GetDatabase().PingAsync();
                await using var sql = await source.OpenConnectionAsync(stoppingToken);
            }
        }

        public sealed class Probe
        {
            private readonly TcpClient _client = new();
            public bool Works => _client.Connected;
        }
        """);

    [Fact]
    public Task Base_and_derived_types_release_for_each_other() => Check.Silent(
        """
        using System.Net.Sockets;

        public abstract class Listening : BackgroundService
        {
            protected readonly TcpListener Listener = TcpListener.Create(1);
        }

        public partial class Echo : Listening
        {
            private readonly UdpClient _udp = new();

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }

        public partial class Echo
        {
            public override void Dispose()
            {
                Listener.Stop();
                _udp.Close();
                base.Dispose();
            }
        }

        public abstract class Owning(IDisposable owned) : BackgroundService
        {
            public override void Dispose()
            {
                owned.Dispose();
                base.Dispose();
            }
        }

        public sealed class Owned() : Owning(new UdpClient())
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Types_that_the_configuration_names_are_connections() => Check.Reports(
        """
        namespace Plant;

        public sealed class Turbine
        {
            public void Close() { }
        }

        public sealed class Valve
        {
            public void Close() { }
        }

        public sealed class Pump : BackgroundService
        {
            private readonly Turbine _turbine = [|new()|];
            private readonly Valve _valve = new();

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }
        //-- .editorconfig
        root = true
        [*.cs]
        shutdown_analyzers.connection_types = Plant.Turbine, System.IO.StringReader
        """);

    [Fact]
    public Task Returned_connection_belongs_to_the_callers() => Check.Silent(
        """
        using System.Net.Sockets;

        public sealed class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var link = await OpenAsync(stoppingToken);
            }

            private static async Task<TcpClient> OpenAsync(CancellationToken ct)
            {
                var link = new TcpClient();
                try
                {
                    await link.ConnectAsync("a", 1, ct);
                    return link;
                }
                catch
                {
                    link.Dispose();
                    throw;
                }
            }
        }
        """);

    [Theory]
    [InlineData("using var link = await OpenAsync(); Console.WriteLine(link.Connected);", false)]
    [InlineData("using (var link = await OpenAsync()) { Console.WriteLine(link.Connected); }", false)]
    [InlineData("using var link = await OpenAsync(); using var other = await this.OpenAsync();", false)]
    [InlineData("var link = await OpenAsync(); Console.WriteLine(link.Connected);", true)]
    public Task Helper_whose_callers_all_scope_it_leaves_nothing(string code, bool isLeft) => Check.Reports(Worker(
        $"private TcpClient? _link; private async Task<TcpClient> OpenAsync() {{ var it = {(isLeft ? "[|" : "")}new TcpClient(){(isLeft ? "|]" : "")}; await it.ConnectAsync(\"a\", 1); return it; }}", code));

    private static string Worker(string member, string code = "") =>
        $$"""
        using System.Collections.Concurrent;
        using System.Net.Sockets;
        using System.Net.WebSockets;
        using Grpc.Net.Client;
        using Microsoft.AspNetCore.SignalR.Client;
        using Npgsql;
        using StackExchange.Redis;

        public sealed class Pump : BackgroundService
        {
            {{member}}

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{code}}
                await Task.Delay(1, stoppingToken);
            }
        }

        """;
}
