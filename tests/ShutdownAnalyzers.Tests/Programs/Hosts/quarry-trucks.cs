namespace Quarry.Trucks;

public sealed record Truck(int Number, double Lat, double Lon, double Payload);

public interface IPoller<T>
{
    Task<T?> PollAsync(CancellationToken ct);
}

public interface IReceiver<in T>
{
    Task ReceiveAsync(T item, CancellationToken ct);
}

public abstract class Pump
{
    private Task? _pumping;

    public bool Busy => _pumping is { IsCompleted: false };

    public void Begin() => _pumping ??= Task.Run(PumpAsync); //! HAZARD pump SHUT101 SHUT205

    public Task EndAsync() => _pumping ?? Task.CompletedTask; //! HAZARD end SHUT208 SHUT210

    protected abstract Task PumpAsync();
}

public sealed class Pump<T>(IPoller<T> poller, IReceiver<T> receiver, TimeSpan idle, ILogger logger) : Pump where T : class
{
    protected override async Task PumpAsync() //! HAZARD pump SHUT101 SHUT205
    {
        var none = CancellationToken.None;
        for (var rounds = 0L; ; rounds++) //! HAZARD pump SHUT101 SHUT205
        {
            try
            {
                if (await poller.PollAsync(none) is { } item)
                    await receiver.ReceiveAsync(item, none);
                else
                    await Task.Delay(idle, none); //! HAZARD pump SHUT101 SHUT205
            }
            catch (IOException ex)
            {
                logger.LogWarning(ex, "Round {Round} failed", rounds);
            }
        }
    }
}

public sealed class PumpHost(IEnumerable<Pump> pumps, ILogger<PumpHost> logger) : IHostedService
{
    private readonly Pump[] _pumps = [.. pumps];

    public Task StartAsync(CancellationToken cancellationToken) //! HAZARD pump SHUT101 SHUT205
    {
        foreach (var pump in _pumps)
            pump.Begin(); //! HAZARD pump SHUT101 SHUT205

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD end SHUT208 SHUT210
    {
        var busy = _pumps.Where(p => p.Busy).ToList();
        logger.LogInformation("{Count} pumps are still busy", busy.Count);
        await Task.WhenAll(busy.Select(p => p.EndAsync())); //! HAZARD end SHUT208 SHUT210
    }
}

public static class QuarryServices
{
    public static IServiceCollection AddPump<T>(this IServiceCollection services, TimeSpan idle) where T : class
        => services.AddSingleton<Pump>(sp => new Pump<T>(
            sp.GetRequiredService<IPoller<T>>(),
            sp.GetRequiredService<IReceiver<T>>(),
            idle,
            sp.GetRequiredService<ILogger<Pump<T>>>()));

    public static IServiceCollection AddQuarry(this IServiceCollection services)
        => services.AddPump<Truck>(TimeSpan.FromSeconds(10)).AddHostedService<PumpHost>();
}
