namespace Scheduling.Ticks;

public interface IDueJobs
{
    Task<int> FireAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

public sealed class JobTicker(IDueJobs jobs, TimeProvider clock) : BackgroundService
{
    private readonly CancellationTokenSource _shutdown = new(); //! HAZARD never SHUT110 SHUT101 SHUT102

    private CancellationToken Shutdown => _shutdown.Token; //! HAZARD never SHUT110 SHUT101 SHUT102

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => TickAsync(); //! HAZARD never SHUT110 SHUT101 SHUT102

    public override void Dispose()
    {
        _shutdown.Dispose();
        base.Dispose();
    }

    private async Task TickAsync() //! HAZARD never SHUT110 SHUT101 SHUT102
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(Shutdown)) //! HAZARD never SHUT110 SHUT101 SHUT102
        {
            var fired = await jobs.FireAsync(clock.GetUtcNow(), Shutdown);
            if (fired > 0) Console.WriteLine($"{fired} jobs fired");
        }
    }
}
