using System.Threading.Channels;

namespace Orchard.Ingest;

public sealed record SoilReading(string Tree, double Moisture, DateTimeOffset At);

public interface ISoilStore
{
    Task InsertAsync(SoilReading reading);
}

public interface IValveLink
{
    event Action<string> Acknowledged;
    Task OpenAsync(string valve, TimeSpan time, CancellationToken ct);
}

public interface IIrrigationPlan
{
    Task<IReadOnlyList<string>> DryTreesAsync(CancellationToken ct);
}

internal sealed class ReadingWriter(ChannelReader<SoilReading> readings, ISoilStore store, ILogger<ReadingWriter> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var count = 0L;
        await foreach (var reading in readings.ReadAllAsync(stoppingToken)) //! HAZARD buffer SHUT112
        {
            await store.InsertAsync(reading);
            if (++count % 1000 == 0)
                logger.LogInformation("{Count} readings stored", count);
        }
    }
}

internal sealed class Irrigator : BackgroundService
{
    private const int OpenAtOnce = 4;
    private readonly SemaphoreSlim _pressure = new(OpenAtOnce, OpenAtOnce);
    private readonly IIrrigationPlan _plan;
    private readonly IValveLink _valves;
    private CancellationToken _ending;

    public Irrigator(IIrrigationPlan plan, IValveLink valves)
    {
        _plan = plan;
        _valves = valves;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ending = stoppingToken;
        _valves.Acknowledged += OnAcknowledged;
        try
        {
            while (!_ending.IsCancellationRequested)
            {
                foreach (var tree in await _plan.DryTreesAsync(_ending))
                    await WaterAsync(tree);

                await Task.Delay(TimeSpan.FromMinutes(20), _ending);
            }
        }
        finally
        {
            _valves.Acknowledged -= OnAcknowledged;
        }
    }

    private async Task WaterAsync(string tree)
    {
        await _pressure.WaitAsync(); //! HAZARD pressure SHUT102
        try
        {
            await _valves.OpenAsync(tree, TimeSpan.FromMinutes(4), _ending);
        }
        catch (IOException)
        {
            _pressure.Release();
        }
    }

    private void OnAcknowledged(string valve)
    {
        try
        {
            _pressure.Release();
        }
        catch (SemaphoreFullException)
        {
            // a valve that was opened by hand
        }
    }

    public override void Dispose()
    {
        _pressure.Dispose();
        base.Dispose();
    }
}

public static class OrchardServices
{
    public static IServiceCollection AddOrchard(this IServiceCollection services)
    {
        services.AddHostedService<ReadingWriter>();
        services.AddHostedService<Irrigator>();
        return services;
    }
}
