namespace OrderWorker;

/// <summary>Writes a report every hour.</summary>
public sealed class Reports(OrderLog log, ILogger<Reports> logger) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken) // SHUT202
    {
        logger.LogInformation("Reports are written to {Folder}", Environment.CurrentDirectory);
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1));
        while (true)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                log.Report();
            }
            catch (Exception e) // SHUT104
            {
                logger.LogError(e, "No report");
            }
        }
    }
}
