namespace Pottery.Kilns;

public interface IKiln
{
    int Id { get; }
    double Celsius { get; }
    void Burner(bool on);
}

public sealed class FiringControl : IHostedService, IAsyncDisposable
{
    private readonly IKiln[] _kilns;
    private readonly ILogger<FiringControl> _logger;
    private readonly Dictionary<int, double> _targets = [];
    private Timer? _timer;
    private int _busy;

    public FiringControl(IEnumerable<IKiln> kilns, ILogger<FiringControl> logger)
    {
        _kilns = [.. kilns];
        _logger = logger;
        foreach (var kiln in _kilns)
            _targets.Add(kiln.Id, 980);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);

        _timer = new Timer(static state => ((FiringControl)state!).Regulate(), this, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        foreach (var kiln in _kilns)
            kiln.Burner(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _timer, null) is { } timer)
            await timer.DisposeAsync();
    }

    private void Regulate()
    {
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
            return;

        try
        {
            foreach (var kiln in _kilns)
                kiln.Burner(kiln.Celsius < _targets[kiln.Id]);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Regulation failed");
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }
}
