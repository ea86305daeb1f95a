namespace Access.Doors;

public sealed class DoorOpenedEventArgs(string door, string badge) : EventArgs
{
    public string Door { get; } = door;
    public string Badge { get; } = badge;
}

public interface IDoorController
{
    event EventHandler<DoorOpenedEventArgs>? DoorOpened;
    void LockAll();
}

public interface IAccessJournal
{
    Task WriteAsync(string door, string badge, DateTimeOffset at);
    Task CloseDayAsync();
}

internal sealed class DoorEvents : BackgroundService
{
    private readonly IDoorController _controller;
    private readonly IAccessJournal _journal;
    private readonly ILogger<DoorEvents> _logger;

    public DoorEvents(IDoorController controller, IAccessJournal journal, ILogger<DoorEvents> logger)
    {
        _controller = controller;
        _journal = journal;
        _logger = logger;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _controller.DoorOpened += OnDoorOpened; //! HAZARD subscribed SHUT204
        _logger.LogInformation("Listening to doors");
        return Task.CompletedTask;
    }

    private async void OnDoorOpened(object? sender, DoorOpenedEventArgs e)
    {
        try
        {
            await _journal.WriteAsync(e.Door, e.Badge, DateTimeOffset.UtcNow);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Opening of {Door} was not journalled", e.Door);
        }
    }
}

public static class AccessApp
{
    public static IHost UseDoorJournal(this IHost host)
    {
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var journal = host.Services.GetRequiredService<IAccessJournal>();
        lifetime.ApplicationStopping.Register(async () => await journal.CloseDayAsync()); //! HAZARD callback SHUT301
        return host;
    }
}
