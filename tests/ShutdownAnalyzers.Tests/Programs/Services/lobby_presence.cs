using System.Collections.Concurrent;

namespace Games.Lobby;

public sealed record Seat(string Player, DateTimeOffset Since);

public interface IPresenceStore
{
    Task SetAsync(string player, string lobby, TimeSpan ttl);
    Task<int> ClearAsync(string lobby);
}

public sealed class LobbyPresence
{
    private readonly ConcurrentDictionary<string, Seat> _seats = new();
    private readonly IPresenceStore _store;
    private readonly ILogger<LobbyPresence> _logger;
    private readonly string _lobby;

    public LobbyPresence(IPresenceStore store, IConfiguration configuration, IHostApplicationLifetime lifetime, ILogger<LobbyPresence> logger)
    {
        _store = store;
        _logger = logger;
        _lobby = configuration["Lobby:Name"] ?? "default";
        lifetime.ApplicationStopping.Register(() => ClearAsync()); //! HAZARD clear SHUT301
    }

    public async Task SitAsync(string player)
    {
        _seats[player] = new Seat(player, DateTimeOffset.UtcNow);
        await _store.SetAsync(player, _lobby, TimeSpan.FromMinutes(5));
    }

    public bool Stand(string player) => _seats.TryRemove(player, out _);

    public IEnumerable<Seat> Seats => _seats.Values.OrderBy(s => s.Since);

    private async Task ClearAsync() //! HAZARD clear SHUT301
    {
        var removed = await _store.ClearAsync(_lobby);
        _logger.LogInformation("{Removed} of {Count} players removed from {Lobby}", removed, _seats.Count, _lobby);
    }
}

public static class LobbyEndpoints
{
    public static void MapLobby(this WebApplication app)
    {
        app.MapGet("/lobby", (LobbyPresence presence) => presence.Seats);
        app.MapPost("/lobby/{player}", async (string player, LobbyPresence presence) =>
        {
            await presence.SitAsync(player);
            return Results.NoContent();
        });
        app.MapDelete("/lobby/{player}", (string player, LobbyPresence presence) => presence.Stand(player) ? Results.NoContent() : Results.NotFound());
    }
}
