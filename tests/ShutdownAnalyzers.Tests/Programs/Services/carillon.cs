namespace Church.Carillon;

public interface ICarillon : IAsyncDisposable
{
    Task PlayAsync(string tune, CancellationToken ct);
}

public sealed class CarillonService : BackgroundService, IAsyncDisposable
{
    private readonly Func<Task<ICarillon>> _open;
    private readonly ILogger<CarillonService> _logger;
    private ICarillon? _carillon;

    public CarillonService(Func<Task<ICarillon>> open, ILogger<CarillonService> logger)
    {
        _open = open;
        _logger = logger;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _carillon = await _open();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_carillon is not { } carillon)
            return;

        foreach (var tune in Tunes())
        {
            await Task.Delay(UntilNextQuarter(), stoppingToken);
            await carillon.PlayAsync(tune, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Interlocked.Exchange(ref _carillon, null) is { } carillon)
        {
            try
            {
                await carillon.DisposeAsync().AsTask().WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                _logger.LogWarning("The carillon is left open");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _carillon, null) is { } carillon)
            await carillon.DisposeAsync();

        Dispose();
    }

    private static TimeSpan UntilNextQuarter()
    {
        var now = DateTime.Now.TimeOfDay;
        return TimeSpan.FromMinutes(15 - now.TotalMinutes % 15);
    }

    // endless, but lazy: the caller decides when it has heard enough
    private static IEnumerable<string> Tunes()
    {
        var quarters = new[] { "first", "second", "third", "hour" };
        for (var i = 0; ; i++)
            yield return quarters[i % quarters.Length];
    }
}
