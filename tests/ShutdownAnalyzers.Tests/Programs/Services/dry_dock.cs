namespace Shipyard.DryDock;

public sealed class Turnstile
{
    private readonly SemaphoreSlim _gate = new(0);

    public void Open() => _gate.Release();

    public Task PassAsync(CancellationToken ct = default) => _gate.WaitAsync(ct);
}

public interface IPumpHouse
{
    Task DrainAsync(int dock, CancellationToken ct);
    Task FloodAsync(int dock, CancellationToken ct);
}

public sealed class DockMaster(Turnstile turnstile, IPumpHouse pumps, ILogger<DockMaster> logger) : BackgroundService
{
    private int _dock;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await turnstile.PassAsync(); //! HAZARD gate SHUT102

            try
            {
                await CycleAsync(_dock++ % 4, stoppingToken);
            }
            catch (IOException ex)
            {
                logger.LogError(ex, "Pumps of dock {Dock} do not answer", _dock);
            }
        }
    }

    private async Task CycleAsync(int dock, CancellationToken ct)
    {
        await pumps.DrainAsync(dock, ct);
        logger.LogInformation("Dock {Dock} is dry", dock);
        await pumps.FloodAsync(dock, ct);
    }
}

public static class DockModule
{
    public static IServiceCollection AddDryDock<TPumps>(this IServiceCollection services)
        where TPumps : class, IPumpHouse
        => services
            .AddSingleton<Turnstile>()
            .AddSingleton<IPumpHouse, TPumps>()
            .AddHostedService<DockMaster>();
}
