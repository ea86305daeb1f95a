namespace Plant.Shared;

/// <summary>One source for everything that runs outside the host's own services.</summary>
public sealed class PlantShutdown : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _registration;

    public PlantShutdown(IHostApplicationLifetime lifetime)
        => _registration = lifetime.ApplicationStopping.Register(static s => ((PlantShutdown)s!)._source.Cancel(), this);

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}

public interface IConveyor
{
    ValueTask<int> WeighAsync(CancellationToken ct);
    ValueTask HaltAsync(CancellationToken ct);
}

public sealed class ConveyorWorker(IConveyor conveyor, PlantShutdown shutdown, ILogger<ConveyorWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var stop = shutdown.Token;
        try
        {
            while (true)
            {
                var load = await conveyor.WeighAsync(stop);
                if (load > 900)
                    logger.LogWarning("{Load} kg on the belt", load);

                await Task.Delay(250, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            logger.LogInformation("The belt halts");
        }
        finally
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await conveyor.HaltAsync(limit.Token);
        }
    }
}
