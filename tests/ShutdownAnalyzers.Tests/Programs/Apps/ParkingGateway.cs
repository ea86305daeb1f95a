namespace City.Parking;

public interface IBarrierBus
{
    ValueTask PublishAsync(string topic, string payload);
}

public abstract class Gateway : IHostedService, IDisposable
{
    private readonly CancellationTokenRegistration _departure;

    protected Gateway(IHostApplicationLifetime lifetime) =>
        _departure = lifetime.ApplicationStopping.Register(static s => ((Gateway)s!).OnDeparture(), this); //! HAZARD depart SHUT301

    public virtual Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected abstract void OnDeparture();

    public void Dispose()
    {
        _departure.Dispose();
        GC.SuppressFinalize(this);
    }
}

internal sealed class ParkingGateway(IBarrierBus bus, IHostApplicationLifetime lifetime, ILogger<ParkingGateway> logger) : Gateway(lifetime)
{
    private readonly string[] _zones = ["north", "harbour", "station"];

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var zone in _zones)
            await bus.PublishAsync($"zones/{zone}", "online");
    }

    protected override async void OnDeparture() //! HAZARD depart SHUT301
    {
        foreach (var zone in _zones)
            await bus.PublishAsync($"zones/{zone}", "offline"); //! HAZARD depart SHUT301

        logger.LogInformation("{Count} zones reported offline", _zones.Length);
    }
}
