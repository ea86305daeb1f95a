namespace Reports.Chain;

public abstract class ReportService<TReport> : BackgroundService where TReport : notnull
{
    protected abstract IAsyncEnumerable<TReport> BuildAsync(CancellationToken cancellationToken);
    protected abstract Task PublishAsync(TReport report, CancellationToken cancellationToken);

    protected virtual TimeSpan Pause => TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await foreach (var report in BuildAsync(stoppingToken))
                await PublishAsync(report, stoppingToken);

            await Task.Delay(Pause, stoppingToken);
        }
    }
}

public interface IReportStore
{
    Task EnsureSchemaAsync(CancellationToken cancellationToken);
    IAsyncEnumerable<string> PendingAsync(CancellationToken cancellationToken);
    Task WriteAsync(string report, CancellationToken cancellationToken);
}

public abstract class StoredReports(IReportStore store) : ReportService<string>
{
    protected IReportStore Store { get; } = store;

    protected override IAsyncEnumerable<string> BuildAsync(CancellationToken cancellationToken) => Store.PendingAsync(cancellationToken);

    protected override Task PublishAsync(string report, CancellationToken cancellationToken) => Store.WriteAsync(report, cancellationToken);
}

public sealed class MonthlyReports(IReportStore store, ILogger<MonthlyReports> logger) : StoredReports(store)
{
    protected override TimeSpan Pause => TimeSpan.FromDays(1);

    public override async Task StartAsync(CancellationToken cancellationToken) //! HAZARD nostart SHUT202
    {
        await Store.EnsureSchemaAsync(cancellationToken);
        logger.LogInformation("Monthly reports are ready");
    }
}

public sealed class HourlyReports(IReportStore store, ILogger<HourlyReports> logger) : StoredReports(store)
{
    public override Task StopAsync(CancellationToken cancellationToken) //! HAZARD lostbase SHUT201
    {
        _ = base.StopAsync(cancellationToken); //! HAZARD lostbase SHUT201
        logger.LogInformation("Hourly reports stopped");
        return Task.CompletedTask;
    }
}
