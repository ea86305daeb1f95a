namespace Brewery;

public interface ITank
{
    string Name { get; }
    Task HoldTemperatureAsync(CancellationToken ct);
    Task DrainLinesAsync();
}

public class FermentationService : IHostedService, IAsyncDisposable
{
    private readonly IReadOnlyList<ITank> _tanks;
    private readonly CancellationTokenSource _cts = new CancellationTokenSource();
    private Task _holding = Task.CompletedTask;

    public FermentationService(IEnumerable<ITank> tanks)
    {
        _tanks = tanks.ToList();
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _holding = Task.WhenAll(_tanks.Select(tank => Task.Run(() => HoldAsync(tank, _cts.Token))));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _cts.CancelAsync();
        await _holding.WaitAsync(cancellationToken); //! HAZARD throws SHUT211
    }

    private static async Task HoldAsync(ITank tank, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await tank.HoldTemperatureAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(TimeSpan.FromSeconds(5), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask DisposeAsync()
    {
        _cts.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

public class LineCleaner(IEnumerable<ITank> tanks, ILogger<LineCleaner> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var nightly = new PeriodicTimer(TimeSpan.FromHours(24));
        while (await nightly.WaitForNextTickAsync(stoppingToken))
            logger.LogInformation("Rinse due for {Count} tanks", tanks.Count());
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        logger.LogInformation("Rinsing on the way out");
        foreach (var tank in tanks)
            await tank.DrainLinesAsync().WaitAsync(TimeSpan.FromSeconds(2), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

public class KegWasher(ITank rinseTank) : IHostedService
{
    private bool _open;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _open = true;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD drain SHUT210
    {
        if (!_open) return;
        _open = false;
        await rinseTank.DrainLinesAsync(); //! HAZARD drain SHUT210
    }
}
