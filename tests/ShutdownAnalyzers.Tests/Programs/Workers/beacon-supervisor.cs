using System.Collections.Concurrent;

namespace Harbor.Beacons;

public interface IBeaconNet
{
    Task<IReadOnlyList<Beacon>> DiscoverAsync(CancellationToken cancellationToken);
    Task<double> MeasureAsync(Beacon beacon);
    Task ReportAsync(string beacon, double volts, CancellationToken cancellationToken);
}

public sealed record Beacon(string Id, double Latitude, double Longitude);

public sealed class BeaconSupervisor(IBeaconNet net, ILogger<BeaconSupervisor> logger) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(45);
    private readonly ConcurrentDictionary<string, (Beacon Beacon, double Volts)> _fleet = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll( //! HAZARD measure SHUT101 SHUT102
        DiscoverAsync(stoppingToken),
        MeasureAsync(), //! HAZARD measure SHUT101 SHUT102
        ReportAsync(stoppingToken));

    private async Task DiscoverAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(15));
        do
        {
            foreach (var beacon in await net.DiscoverAsync(ct))
                _fleet.TryAdd(beacon.Id, (beacon, double.NaN));
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    private async Task MeasureAsync() //! HAZARD measure SHUT101 SHUT102
    {
        for (var round = 0L; ; round++) //! HAZARD measure SHUT101 SHUT102
        {
            foreach (var (id, entry) in _fleet)
                _fleet[id] = entry with { Volts = await net.MeasureAsync(entry.Beacon) };

            logger.LogDebug("Round {Round}: {Count} beacons", round, _fleet.Count);
            await Task.Delay(Round); //! HAZARD measure SHUT101 SHUT102
        }
    }

    private async Task ReportAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            foreach (var (id, entry) in _fleet.ToArray())
                await net.ReportAsync(id, entry.Volts, ct);

            await Task.Delay(TimeSpan.FromMinutes(1), ct);
        }
    }
}
