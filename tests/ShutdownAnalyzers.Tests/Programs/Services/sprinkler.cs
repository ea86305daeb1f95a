namespace Park.Sprinklers;

public interface IValve
{
    Task OpenAsync(CancellationToken ct);
    Task CloseAsync(CancellationToken ct);
}

public abstract class Cyclic : BackgroundService
{
    private readonly CancellationTokenSource _ending = new(); //! HAZARD source SHUT110

    protected CancellationToken Ending => _ending.Token;

    public override void Dispose()
    {
        _ending.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class SprinklerCycle(IValve valve, ILogger<SprinklerCycle> logger) : Cyclic
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!Ending.IsCancellationRequested) //! HAZARD source SHUT110
        {
            await WaterAsync();
            await Task.Delay(TimeSpan.FromHours(6), Ending); //! HAZARD source SHUT110
        }
    }

    private async Task WaterAsync()
    {
        await valve.OpenAsync(Ending);
        try
        {
            await Task.Delay(TimeSpan.FromMinutes(10), Ending); //! HAZARD source SHUT110
        }
        finally
        {
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            await valve.CloseAsync(bound.Token);
            logger.LogInformation("The lawn is wet");
        }
    }
}
