namespace Office.Access;

public sealed class BadgeEventArgs(string badge, string door) : EventArgs
{
    public string Badge { get; } = badge;
    public string Door { get; } = door;
}

public interface IBadgeBus
{
    event EventHandler<BadgeEventArgs>? Badged;
    Task SubscribeAsync(string door, Func<BadgeEventArgs, Task> handler);
}

public interface IAccessLog
{
    Task WriteAsync(string badge, string door, DateTimeOffset at);
    Task<bool> IsBlockedAsync(string badge);
}

public interface IDoorController
{
    Task LockAsync(string door);
}

public sealed class BadgeListener : BackgroundService
{
    private readonly IBadgeBus _bus;
    private readonly IAccessLog _log;
    private readonly IDoorController _doors;
    private readonly string[] _watched;

    public BadgeListener(IBadgeBus bus, IAccessLog log, IDoorController doors, IConfiguration configuration)
    {
        _bus = bus;
        _log = log;
        _doors = doors;
        _watched = configuration.GetSection("Access:Doors").Get<string[]>() ?? ["main"];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD returns SHUT204
    {
        foreach (var door in _watched)
        {
            stoppingToken.ThrowIfCancellationRequested();
            await _bus.SubscribeAsync(door, HandleAsync); //! HAZARD returns SHUT204
        }

        _bus.Badged += (_, e) => Console.WriteLine($"{e.Badge} at {e.Door}"); //! HAZARD returns SHUT204 SHUT205
    }

    private async Task HandleAsync(BadgeEventArgs e)
    {
        await _log.WriteAsync(e.Badge, e.Door, DateTimeOffset.UtcNow);
        if (await _log.IsBlockedAsync(e.Badge))
            await _doors.LockAsync(e.Door);
    }
}
