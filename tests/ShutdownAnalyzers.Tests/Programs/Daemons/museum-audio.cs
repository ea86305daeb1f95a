using System.Collections.Concurrent;

namespace Museum.AudioGuides;

public readonly record struct Beacon(string Room, string Device, DateTimeOffset Seen);

public interface IBeaconRadio
{
    ValueTask<Beacon> NextAsync(CancellationToken cancellationToken);
}

public sealed class Visitors
{
    private readonly ConcurrentDictionary<string, Beacon> _where = new();

    public int Count => _where.Count;

    public void See(Beacon beacon) => _where[beacon.Device] = beacon;

    public int Forget(TimeSpan age)
    {
        var limit = DateTimeOffset.UtcNow - age;
        return _where.Count(p => p.Value.Seen < limit && _where.TryRemove(p));
    }
}

/// <summary>Sweeps devices that left the building without handing in their guide.</summary>
public sealed class VisitorSweep : IHostedService
{
    private readonly Visitors _visitors;
    private readonly ILogger<VisitorSweep> _logger;
    private Timer? _timer;

    public VisitorSweep(Visitors visitors, ILogger<VisitorSweep> logger)
    {
        _visitors = visitors;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(_ => Sweep(), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)); //! HAZARD sweep SHUT205
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("{Count} visitors at closing time", _visitors.Count);
        return Task.CompletedTask;
    }

    private void Sweep()
    {
        var gone = _visitors.Forget(TimeSpan.FromHours(3));
        if (gone > 0)
            _logger.LogDebug("{Gone} devices forgotten", gone);
    }
}

public sealed class BeaconReader(IBeaconRadio radio, Visitors visitors, ILogger<BeaconReader> logger) : IHostedService
{
    private Task _reading = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _reading = Task.Run(() => ReadAsync(cancellationToken), CancellationToken.None); //! HAZARD starttoken SHUT206
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("Waiting for the beacon reader");
        await Task.WhenAny(_reading, Task.Delay(Timeout.Infinite, cancellationToken)); //! HAZARD starttoken SHUT208
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
            visitors.See(await radio.NextAsync(cancellationToken));
    }
}

public static class MuseumModule
{
    public static WebApplication UseMuseum(this WebApplication app)
    {
        app.MapGet("/visitors/count", (Visitors visitors) => visitors.Count);
        return app;
    }

    public static IServiceCollection AddMuseum(this IServiceCollection services) => services
        .AddSingleton<Visitors>()
        .AddHostedService<VisitorSweep>()
        .AddHostedService<BeaconReader>();
}
