namespace Erp.Workers;

public interface IMigration
{
    int Order { get; }
    Task<bool> ApplyAsync(CancellationToken ct);
}

public interface IReportQueue
{
    Task<string?> NextAsync(CancellationToken ct);
    Task RenderAsync(string report, CancellationToken ct);
}

public class ReportWorker : BackgroundService
{
    private readonly IMigration[] _migrations;
    private readonly IReportQueue _reports;
    private readonly bool _enabled;

    public ReportWorker(IEnumerable<IMigration> migrations, IReportQueue reports, IConfiguration configuration)
    {
        _migrations = migrations.OrderBy(m => m.Order).ToArray();
        _reports = reports;
        _enabled = configuration.GetValue<bool?>("Reports:Enabled") ?? true;
    }

    public override Task StartAsync(CancellationToken cancellationToken)
        => _migrations.Length == 0 ? base.StartAsync(cancellationToken) : MigrateThenStartAsync(cancellationToken);

    private async Task MigrateThenStartAsync(CancellationToken cancellationToken)
    {
        foreach (var migration in _migrations)
        {
            if (!await migration.ApplyAsync(cancellationToken))
                throw new InvalidOperationException($"Migration {migration.Order} cannot be applied");
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_enabled) return;

        while (!stoppingToken.IsCancellationRequested)
        {
            var report = await _reports.NextAsync(stoppingToken);
            if (report is not null) await _reports.RenderAsync(report, stoppingToken);
            else await Task.Delay(1500, stoppingToken);
        }
    }
}

public sealed class NightReportWorker(IEnumerable<IMigration> migrations, IReportQueue reports, IConfiguration configuration, ILogger<NightReportWorker> logger)
    : ReportWorker(migrations, reports, configuration)
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("Night reports start");
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (DateTime.Now.Hour is > 6 and < 22)
            await Task.Delay(TimeSpan.FromMinutes(10), stoppingToken);

        await base.ExecuteAsync(stoppingToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        var stopping = base.StopAsync(cancellationToken);
        logger.LogInformation("Night reports stop");
        await stopping;
    }
}
