using System.Text.Json;

namespace Harbour.Ais;

public sealed record Vessel(int Mmsi, string Name, double Lat, double Lon);

public interface IAisReceiver
{
    Task<Vessel> NextAsync(CancellationToken ct);
}

public sealed class VesselTracker : BackgroundService
{
    private readonly IAisReceiver _receiver;
    private readonly ILogger<VesselTracker> _logger;
    private readonly string _snapshot;
    private Dictionary<int, Vessel> _vessels = new();

    public VesselTracker(IAisReceiver receiver, IHostEnvironment environment, ILogger<VesselTracker> logger)
    {
        _receiver = receiver;
        _logger = logger;
        _snapshot = Path.Combine(environment.ContentRootPath, "vessels.json");
    }

    public override async Task StartAsync(CancellationToken cancellationToken) //! HAZARD start SHUT202
    {
        if (File.Exists(_snapshot))
        {
            await using var file = File.OpenRead(_snapshot);
            var known = await JsonSerializer.DeserializeAsync<List<Vessel>>(file, cancellationToken: cancellationToken) ?? [];
            _vessels = known.ToDictionary(v => v.Mmsi);
        }

        _logger.LogInformation("Tracker starts with {Count} vessels", _vessels.Count); //! HAZARD start SHUT202
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var vessel = await _receiver.NextAsync(stoppingToken);
                _vessels[vessel.Mmsi] = vessel;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _logger.LogInformation("Receiver switched off");
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        await using var file = File.Create(_snapshot);
        await JsonSerializer.SerializeAsync(file, _vessels.Values.ToList());
    }
}
