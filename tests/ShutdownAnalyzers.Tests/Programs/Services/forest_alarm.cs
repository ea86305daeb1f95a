namespace Forest.Alarm;

public sealed class SmokeEventArgs(string tower, double density) : EventArgs
{
    public string Tower => tower;
    public double Density => density;
}

public interface ITowerNetwork
{
    event EventHandler<SmokeEventArgs>? Smoke;
    Task ConnectAsync(CancellationToken ct);
}

public interface IBrigade
{
    void Alert(string tower, double density);
}

public sealed class ForestAlarm(ITowerNetwork towers, IBrigade brigade, ILogger<ForestAlarm> logger) : BackgroundService
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _alerted = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD events SHUT204 SHUT205
    {
        await towers.ConnectAsync(stoppingToken);
        towers.Smoke += OnSmoke; //! HAZARD events SHUT204 SHUT205
        logger.LogInformation("Watching the towers");
    }

    private void OnSmoke(object? sender, SmokeEventArgs e)
    {
        if (e.Density < 0.2)
            return;

        lock (_gate)
        {
            if (_alerted.TryGetValue(e.Tower, out var last) && DateTimeOffset.UtcNow - last < TimeSpan.FromMinutes(5))
                return;

            _alerted[e.Tower] = DateTimeOffset.UtcNow;
        }

        brigade.Alert(e.Tower, e.Density);
    }
}

public interface IRainRadar
{
    Task<double> MillimetresAsync(CancellationToken ct);
}

public sealed class DrynessIndex(IRainRadar radar, ILogger<DrynessIndex> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var index = 0.0;
        while (!stoppingToken.IsCancellationRequested)
        {
            index = Math.Max(0, index + 1 - await radar.MillimetresAsync(stoppingToken));
            logger.LogInformation("Dryness {Index:0.0}", index);
            await Task.Delay(TimeSpan.FromHours(6), stoppingToken);
        }
    }
}
