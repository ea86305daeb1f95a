using Microsoft.Extensions.Options;

namespace Metrics.Export;

public sealed class ExportOptions
{
    public bool Enabled { get; set; } = true;
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(1);
}

public interface IMetricExporter
{
    Task ExportAsync(CancellationToken cancellationToken);
    Task FinalAsync(CancellationToken cancellationToken);
}

public sealed class MetricExport(IMetricExporter exporter, IOptions<ExportOptions> options) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
        => options.Value.Enabled ? base.StartAsync(cancellationToken) : Task.CompletedTask;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await base.StopAsync(cancellationToken);
        }
        finally
        {
            if (options.Value.Enabled) await exporter.FinalAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await exporter.ExportAsync(stoppingToken);
            }
            catch (IOException) when (!stoppingToken.IsCancellationRequested)
            {
                timer.Period *= 2;
            }
        }
    }
}
