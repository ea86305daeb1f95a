namespace Harvest.Jobs;

public abstract class Daemon : BackgroundService
{
    protected abstract Task StepAsync(CancellationToken stop);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
            await StepAsync(stoppingToken);
    }
}

public interface IWagon
{
    int Number { get; }
    Task EmptyAsync(CancellationToken cancellationToken);
}

public sealed class WagonYard
{
    private readonly Queue<IWagon> _full = new();
    private readonly SemaphoreSlim _arrivals = new(0);

    public void Arrive(IWagon wagon)
    {
        lock (_full) _full.Enqueue(wagon);
        _arrivals.Release();
    }

    public async Task<IWagon> NextAsync(CancellationToken cancellationToken = default)
    {
        await _arrivals.WaitAsync(cancellationToken);
        lock (_full) return _full.Dequeue();
    }
}

public sealed class HarvestDaemon(WagonYard yard, ILogger<HarvestDaemon> logger) : Daemon
{
    protected override async Task StepAsync(CancellationToken stop) //! HAZARD wagon SHUT102 SHUT101
    {
        var wagon = await yard.NextAsync(); //! HAZARD wagon SHUT102 SHUT101
        logger.LogInformation("Wagon {Number}", wagon.Number);
        await wagon.EmptyAsync(stop);
    }
}
