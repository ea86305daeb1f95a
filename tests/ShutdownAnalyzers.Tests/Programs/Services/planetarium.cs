namespace Planetarium.Projector;

public interface IProjector : IAsyncDisposable
{
    Task ShowAsync(TimeSpan siderealTime, CancellationToken ct);
    Task ParkAsync(CancellationToken ct);
}

public interface IProjectorFactory
{
    Task<IProjector> ConnectAsync(string address, CancellationToken ct);
}

public class SkyShow : BackgroundService
{
    private readonly IProjectorFactory _factory;
    private readonly ILogger<SkyShow> _logger;
    private readonly TimeProvider _time;

    public SkyShow(IProjectorFactory factory, TimeProvider time, ILogger<SkyShow> logger)
    {
        _factory = factory;
        _time = time;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var projector = await _factory.ConnectAsync("dome-1", stoppingToken);
        await RunShowAsync(projector, stoppingToken); //! HAZARD park SHUT107

        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        await projector.ParkAsync(grace.Token); //! HAZARD park SHUT107
        _logger.LogInformation("The projector is parked");
    }

    private async Task RunShowAsync(IProjector projector, CancellationToken ct)
    {
        using var frame = new PeriodicTimer(TimeSpan.FromMilliseconds(100), _time);
        while (!ct.IsCancellationRequested)
        {
            await frame.WaitForNextTickAsync(ct); //! HAZARD park SHUT107
            await projector.ShowAsync(_time.GetUtcNow().TimeOfDay * 1.0027379, ct);
        }
    }
}
