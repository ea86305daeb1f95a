using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace Office.Presence;

public sealed class PresenceList
{
    private readonly ConcurrentDictionary<string, (string Name, DateTimeOffset Since)> _people = new();

    public void Enter(string connection, string name) => _people[connection] = (name, DateTimeOffset.UtcNow);

    public string? Leave(string connection) => _people.TryRemove(connection, out var person) ? person.Name : null;

    public IReadOnlyList<string> Names => [.. _people.Values.Select(p => p.Name).Distinct().Order()];
}

public interface IPresenceClient
{
    Task Joined(string name);
    Task Left(string name);
}

public sealed class PresenceHub(PresenceList list) : Hub<IPresenceClient>
{
    public async Task Enter(string name)
    {
        list.Enter(Context.ConnectionId, name);
        await Clients.Others.Joined(name);
    }

    public IReadOnlyList<string> Names() => list.Names;

    public async IAsyncEnumerable<int> Counts([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            yield return list.Names.Count;
            await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken);
        }
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (list.Leave(Context.ConnectionId) is { } name)
            await Clients.Others.Left(name);

        await base.OnDisconnectedAsync(exception);
    }
}

internal static class Program
{
    private static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSignalR();
        builder.Services.AddSingleton<PresenceList>();
        var app = builder.Build();
        app.MapHub<PresenceHub>("/presence");
        app.Run();
    }
}
