namespace Vineyard.Irrigation;

public enum ValveState { Closed, Open }

public sealed record Row(int Number, double TargetMoisture, TimeSpan Interval);

public interface ISoilProbe
{
    Task<double> MoistureAsync(int row, CancellationToken ct);
}

public interface IValveBus
{
    Task SetAsync(int row, ValveState state, CancellationToken ct);
    Task<IReadOnlyList<int>> OpenRowsAsync(CancellationToken ct);
}

internal sealed class RowCycle(Row row, ISoilProbe probe, IValveBus valves, TimeProvider time)
{
    private double _last = double.NaN;

    public double Last => _last;

    public async Task KeepMoistAsync() //! HAZARD cycle SHUT101 SHUT102
    {
        for (;;) //! HAZARD cycle SHUT101 SHUT102
        {
            _last = await probe.MoistureAsync(row.Number, CancellationToken.None);
            var wanted = _last < row.TargetMoisture ? ValveState.Open : ValveState.Closed;
            await valves.SetAsync(row.Number, wanted, CancellationToken.None);

            await Task.Delay(row.Interval, time); //! HAZARD cycle SHUT101 SHUT102
        }
    }
}

public sealed class IrrigationService(
    IEnumerable<Row> rows,
    ISoilProbe probe,
    IValveBus valves,
    TimeProvider time,
    ILogger<IrrigationService> logger) : BackgroundService
{
    private readonly List<RowCycle> _cycles = [.. rows.Select(r => new RowCycle(r, probe, valves, time))];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD cycle SHUT101 SHUT102
    {
        logger.LogInformation("Watering {Count} rows", _cycles.Count);
        await Task.WhenAll(_cycles.Select(c => c.KeepMoistAsync())); //! HAZARD cycle SHUT101 SHUT102
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        foreach (var row in await valves.OpenRowsAsync(cancellationToken))
            await valves.SetAsync(row, ValveState.Closed, cancellationToken);
    }
}

public sealed class DrynessReport(IEnumerable<Row> rows, ISoilProbe probe, ILogger<DrynessReport> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(6));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var row in rows)
            {
                var moisture = await probe.MoistureAsync(row.Number, stoppingToken);
                if (moisture < row.TargetMoisture * 0.5)
                    logger.LogWarning("Row {Row} is dry: {Moisture:P0}", row.Number, moisture);
            }
        }
    }
}

public static class IrrigationServices
{
    public static IServiceCollection AddIrrigation(this IServiceCollection services, IConfiguration section)
    {
        foreach (var row in section.GetSection("Rows").Get<Row[]>() ?? [])
            services.AddSingleton(row);

        return services
            .AddSingleton(TimeProvider.System)
            .AddHostedService<IrrigationService>()
            .AddHostedService<DrynessReport>();
    }
}
