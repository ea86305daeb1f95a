namespace Roads.Toll;

public interface IBooth
{
    int Id { get; }
    Task<IReadOnlyList<Passage>> CollectAsync(DateTimeOffset since, CancellationToken cancellationToken);
}

public sealed record Passage(int Booth, string Plate, DateTimeOffset At);

public interface IPassageStore
{
    Task AppendAsync(IEnumerable<Passage> passages, CancellationToken cancellationToken);
}

public sealed class TollboothPoller : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly IReadOnlyList<IBooth> _booths;
    private readonly IPassageStore _store;
    private readonly ILogger _logger;
    private DateTimeOffset _since = DateTimeOffset.UtcNow;

    public TollboothPoller(IEnumerable<IBooth> booths, IPassageStore store, ILoggerFactory loggers)
    {
        _booths = booths.ToList();
        _store = store;
        _logger = loggers.CreateLogger("Toll");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var started = DateTimeOffset.UtcNow;
            try
            {
                await CollectAllAsync(stoppingToken);
                _since = started;
                await Task.Delay(Pause, stoppingToken);
            }
            catch (Exception ex) //! HAZARD swallow SHUT104
            {
                _logger.LogError(ex, "Collecting since {Since} failed", _since);
            }
        }
    }

    private async Task CollectAllAsync(CancellationToken cancellationToken)
    {
        foreach (var booth in _booths)
        {
            var passages = await booth.CollectAsync(_since, cancellationToken);
            if (passages.Count > 0)
                await _store.AppendAsync(passages, cancellationToken);
        }
    }
}
