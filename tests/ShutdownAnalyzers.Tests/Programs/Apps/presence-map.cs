using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSignalR();
builder.Services.AddSingleton<Presence>();
builder.Services.AddSingleton<RegionClients>();

var app = builder.Build();
app.MapHub<MapHub>("/map");
app.MapGet("/online", (Presence presence) => presence.Count);
app.MapGet("/tiles/{region}/{tile:int}", async (string region, int tile, RegionClients clients, CancellationToken ct) =>
    await clients.For(region).GetStringAsync($"tiles/{tile}", ct));
app.Run();

internal sealed class Presence
{
    private readonly ConcurrentDictionary<string, string> _connections = new();

    public int Count => _connections.Count;

    public void Enter(string connectionId, string name) => _connections[connectionId] = name;

    public string? Leave(string connectionId) => _connections.TryRemove(connectionId, out var name) ? name : null;
}

internal sealed class RegionClients
{
    private readonly ConcurrentDictionary<string, HttpClient> _clients = new(StringComparer.Ordinal);

    public HttpClient For(string region) =>
        _clients.GetOrAdd(region, static r => new HttpClient { BaseAddress = new Uri($"http://{r}.tiles.local/") });
}

internal sealed class MapHub(Presence presence) : Hub
{
    public override async Task OnConnectedAsync()
    {
        presence.Enter(Context.ConnectionId, Context.UserIdentifier ?? "guest");
        await base.OnConnectedAsync();
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (presence.Leave(Context.ConnectionId) is { } name)
            await Clients.Others.SendAsync("left", name);

        await base.OnDisconnectedAsync(exception);
    }

    public async IAsyncEnumerable<int> Watch([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            yield return presence.Count;
            await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
        }
    }
}
