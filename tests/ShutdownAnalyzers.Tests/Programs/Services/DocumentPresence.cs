using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace Docs.Presence;

public sealed record Editor(string Name, string Colour);

public interface IPresenceClient
{
    Task Joined(Editor editor);
    Task Left(Editor editor);
    Task Cursor(string editor, int position);
}

public sealed class PresenceHub : Hub<IPresenceClient>
{
    private static readonly ConcurrentDictionary<string, (string Document, Editor Editor)> Connections = new();
    private static readonly string[] Colours = ["red", "green", "blue", "orange"];

    private readonly ILogger<PresenceHub> _logger;

    public PresenceHub(ILogger<PresenceHub> logger) => _logger = logger;

    public async Task<IEnumerable<Editor>> Open(string document)
    {
        var editor = new Editor(Context.UserIdentifier ?? Context.ConnectionId[..6], Colours[Connections.Count % Colours.Length]);
        Connections[Context.ConnectionId] = (document, editor);

        await Groups.AddToGroupAsync(Context.ConnectionId, document);
        await Clients.OthersInGroup(document).Joined(editor);
        return Connections.Values.Where(c => c.Document == document).Select(c => c.Editor);
    }

    public Task Move(int position) => Connections.TryGetValue(Context.ConnectionId, out var connection)
        ? Clients.OthersInGroup(connection.Document).Cursor(connection.Editor.Name, position)
        : Task.CompletedTask;

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (Connections.TryRemove(Context.ConnectionId, out var connection))
        {
            _logger.LogDebug("{Editor} closes {Document}", connection.Editor.Name, connection.Document);
            await Clients.Group(connection.Document).Left(connection.Editor);
        }

        await base.OnDisconnectedAsync(exception);
    }
}

public static class PresenceEndpoints
{
    public static void MapPresence(this WebApplication app)
    {
        app.MapHub<PresenceHub>("/presence");
        app.MapPost("/presence/{document}/ping", async (string document, IHubContext<PresenceHub, IPresenceClient> hub) =>
        {
            await hub.Clients.Group(document).Cursor("server", 0);
            return Results.NoContent();
        });
    }
}
