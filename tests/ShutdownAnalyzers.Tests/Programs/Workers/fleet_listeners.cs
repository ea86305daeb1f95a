namespace Fleet.Listeners;

public interface IVehicleBus
{
    IAsyncEnumerable<string> ListenAsync(string vin, CancellationToken cancellationToken);
}

public abstract class BusListener(IVehicleBus bus, string vin) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var frame in bus.ListenAsync(vin, stoppingToken))
            Handle(frame);
    }

    protected abstract void Handle(string frame);
}

public sealed class DoorListener(IVehicleBus bus, string vin, ILogger<DoorListener> logger) : BusListener(bus, vin)
{
    protected override void Handle(string frame) => logger.LogInformation("Door: {Frame}", frame);
}

public sealed class TyreListener(IVehicleBus bus, string vin, ILogger<TyreListener> logger) : BusListener(bus, vin)
{
    protected override void Handle(string frame) => logger.LogInformation("Tyre: {Frame}", frame);
}

public static class FleetServices
{
    public static IServiceCollection AddFleet(this IServiceCollection services, bool simulated, params string[] vins)
    {
        if (simulated)
            services.AddHostedService(sp => ActivatorUtilities.CreateInstance<DoorListener>(sp, "SIM-1"));
        else
            services.AddHostedService(sp => ActivatorUtilities.CreateInstance<DoorListener>(sp, vins[0]));

        foreach (var vin in vins)
            services.AddSingleton<IHostedService>(sp => ActivatorUtilities.CreateInstance<TyreListener>(sp, vin));

        return services;
    }
}
