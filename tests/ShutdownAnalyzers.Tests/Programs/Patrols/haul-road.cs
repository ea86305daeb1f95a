using System.Collections.Concurrent;

namespace Mine.Haulage;

public sealed class TruckMoved(string truck, string section, int tonnes) : EventArgs
{
    public string Truck { get; } = truck;
    public string Section { get; } = section;
    public int Tonnes { get; } = tonnes;
}

public interface IFleetRadio
{
    event EventHandler<TruckMoved>? Moved;

    Task SignOffAsync(string dispatcher);
}

public interface ITonnageStore
{
    void Add(string section, int tonnes);
    void Snapshot(IReadOnlyDictionary<string, string> positions);
}

public sealed class HaulRoadTracker : BackgroundService
{
    private readonly IFleetRadio _radio;
    private readonly ITonnageStore _store;
    private readonly ILogger<HaulRoadTracker> _logger;
    private readonly ConcurrentDictionary<string, string> _positions = new(StringComparer.Ordinal);
    private Timer? _snapshots;

    public HaulRoadTracker(IFleetRadio radio, ITonnageStore store, ILogger<HaulRoadTracker> logger)
    {
        _radio = radio;
        _store = store;
        _logger = logger;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD returns SHUT204
    {
        _radio.Moved += OnMoved; //! HAZARD returns SHUT204 SHUT205
        _snapshots = new Timer(_ => TakeSnapshot(), null, TimeSpan.Zero, TimeSpan.FromSeconds(30)); //! HAZARD returns SHUT204 SHUT205
        _logger.LogInformation("Haul road is being tracked");
        return Task.CompletedTask; //! HAZARD returns SHUT204
    }

    private void OnMoved(object? sender, TruckMoved moved)
    {
        var before = _positions.GetValueOrDefault(moved.Truck);
        _positions[moved.Truck] = moved.Section;
        if (moved.Section == "crusher" && before != "crusher")
            _store.Add(moved.Section, moved.Tonnes);
    }

    private void TakeSnapshot()
    {
        try
        {
            _store.Snapshot(_positions);
        }
        catch (IOException ex)
        {
            _logger.LogWarning(ex, "Snapshot of {Count} trucks failed", _positions.Count);
        }
    }
}

public static class HaulageSetup
{
    public static WebApplicationBuilder AddHaulage<TRadio, TStore>(this WebApplicationBuilder builder)
        where TRadio : class, IFleetRadio
        where TStore : class, ITonnageStore
    {
        builder.Services.AddSingleton<IFleetRadio, TRadio>();
        builder.Services.AddSingleton<ITonnageStore, TStore>();
        builder.Services.AddHostedService<HaulRoadTracker>();
        return builder;
    }

    public static WebApplication UseHaulage(this WebApplication app, string dispatcher)
    {
        var radio = app.Services.GetRequiredService<IFleetRadio>();
        app.Lifetime.ApplicationStopping.Register(async () => //! HAZARD callback SHUT301
        {
            app.Logger.LogInformation("Signing off {Dispatcher}", dispatcher);
            await radio.SignOffAsync(dispatcher); //! HAZARD callback SHUT301
        });
        return app;
    }
}
