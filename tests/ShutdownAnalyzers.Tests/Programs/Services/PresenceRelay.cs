using System.Collections.Immutable;

namespace Chat.Presence;

public sealed class PresenceChanged(string user, bool online) : EventArgs
{
    public string User { get; } = user;
    public bool Online { get; } = online;
}

public static class PresenceBus
{
    public static event EventHandler<PresenceChanged>? Changed;

    public static void Publish(object sender, string user, bool online) => Changed?.Invoke(sender, new PresenceChanged(user, online));
}

public interface IFriendGraph
{
    ImmutableArray<string> FriendsOf(string user);
}

public interface INotifier
{
    void Enqueue(string user, string text);
}

public sealed class PresenceRelay : IHostedService
{
    private readonly IFriendGraph _friends;
    private readonly INotifier _notifier;
    private readonly ILogger<PresenceRelay> _logger;
    private int _relayed;

    public PresenceRelay(IFriendGraph friends, INotifier notifier, ILogger<PresenceRelay> logger)
        => (_friends, _notifier, _logger) = (friends, notifier, logger);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        PresenceBus.Changed += (sender, change) => //! HAZARD event SHUT205
        {
            foreach (var friend in _friends.FriendsOf(change.User))
                _notifier.Enqueue(friend, $"{change.User} is {(change.Online ? "online" : "offline")}");
            Interlocked.Increment(ref _relayed);
        };
        _logger.LogInformation("Presence relay listens");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("{Count} changes relayed", _relayed);
        return Task.CompletedTask;
    }
}

public static class PresenceEndpoints
{
    public static IServiceCollection AddPresence(this IServiceCollection services) => services.AddHostedService<PresenceRelay>();

    public static void MapPresence(this IEndpointRouteBuilder endpoints)
        => endpoints.MapPut("/presence/{user}/{online:bool}", (HttpContext context, string user, bool online) =>
        {
            PresenceBus.Publish(context, user, online);
            return Results.NoContent();
        });
}

public interface IPresenceArchive
{
    Task StoreAsync(IReadOnlyDictionary<string, DateTimeOffset> lastSeen, CancellationToken ct);
}

public sealed class LastSeen(IPresenceArchive archive, ILogger<LastSeen> logger) : BackgroundService
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, DateTimeOffset> _lastSeen = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        PresenceBus.Changed += Note;
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromMinutes(3), stoppingToken);
                await StoreAsync();
            }
        }
        finally
        {
            PresenceBus.Changed -= Note;
            await StoreAsync(); //! HAZARD lastseen SHUT108
        }

        async Task StoreAsync()
        {
            await archive.StoreAsync(_lastSeen, stoppingToken); //! HAZARD lastseen SHUT108
            logger.LogDebug("{Count} users stored", _lastSeen.Count);
        }
    }

    private void Note(object? sender, PresenceChanged change)
    {
        if (!change.Online) _lastSeen[change.User] = DateTimeOffset.UtcNow;
    }
}
