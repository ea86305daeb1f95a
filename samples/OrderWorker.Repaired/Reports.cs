namespace OrderWorker;

/// <summary>Writes a report every hour.</summary>
public sealed class Reports(OrderLog log, ILogger<Reports> logger) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("Reports are written to {Folder}", Environment.CurrentDirectory);
        return base.StartAsync(cancellationToken);
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
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "No report");
            }
        }
    }
}
