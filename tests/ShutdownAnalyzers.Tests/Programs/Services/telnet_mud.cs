using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<World>();
builder.Services.AddHostedService<MudServer>();
using var host = builder.Build();
await host.RunAsync();

internal sealed class Player(string name, TcpClient client) : IDisposable
{
    private readonly StreamWriter _writer = new(client.GetStream()) { AutoFlush = true };
    private readonly StreamReader _reader = new(client.GetStream());

    public string Name { get; } = name;

    public Task TellAsync(string text) => _writer.WriteLineAsync(text);

    public ValueTask<string?> ListenAsync(CancellationToken ct) => _reader.ReadLineAsync(ct);

    public void Dispose()
    {
        _reader.Dispose();
        client.Dispose();
    }
}

internal sealed class World
{
    private readonly ConcurrentDictionary<string, Player> _players = new();

    public bool Enter(Player player) => _players.TryAdd(player.Name, player);

    public void Leave(Player player) => _players.TryRemove(player.Name, out _);

    public async Task SayAsync(string text)
    {
        foreach (var player in _players.Values)
        {
            try
            {
                await player.TellAsync(text);
            }
            catch (Exception ex) when (ex is IOException or ObjectDisposedException)
            {
                Leave(player);
            }
        }
    }
}

internal sealed class MudServer(World world, IConfiguration configuration, ILogger<MudServer> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<int, Task> _sessions = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new TcpListener(IPAddress.Any, configuration.GetValue("Mud:Port", 4000));
        listener.Start();
        try
        {
            for (var number = 1; ; number++)
            {
                var client = await listener.AcceptTcpClientAsync(stoppingToken);
                var current = number;
                _sessions[current] = PlayAsync($"hero{current}", client, stoppingToken)
                    .ContinueWith(_ => _sessions.TryRemove(current, out var _), TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await world.SayAsync("The world ends now.");
        }
        finally
        {
            await Task.WhenAll(_sessions.Values);
        }
    }

    private async Task PlayAsync(string name, TcpClient client, CancellationToken end)
    {
        using var player = new Player(name, client);
        if (!world.Enter(player)) return;
        try
        {
            await player.TellAsync($"Welcome, {name}.");
            while (await player.ListenAsync(end) is { } line and not "quit")
                await world.SayAsync($"{name}: {line}");
        }
        catch (Exception ex) when (ex is IOException or OperationCanceledException)
        {
            logger.LogDebug("{Player} is gone: {Reason}", name, ex.Message);
        }
        finally
        {
            world.Leave(player);
        }
    }
}
