using System.Collections.Concurrent;

namespace Identity.Sessions;

public sealed class SessionTable
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _expiry = new();

    public void Touch(string session, TimeSpan life) => _expiry[session] = DateTimeOffset.UtcNow + life;

    public bool IsAlive(string session) => _expiry.TryGetValue(session, out var end) && end > DateTimeOffset.UtcNow;

    public int RemoveExpired()
    {
        var removed = 0;
        foreach (var (session, end) in _expiry)
        {
            if (end <= DateTimeOffset.UtcNow && _expiry.TryRemove(session, out _))
                removed++;
        }

        return removed;
    }
}

public sealed class SessionSweeper : IHostedService, IAsyncDisposable
{
    private readonly SessionTable _sessions;
    private readonly ILogger<SessionSweeper> _logger;
    private Timer? _timer;

    public SessionSweeper(SessionTable sessions, ILogger<SessionSweeper> logger)
    {
        _sessions = sessions;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(Sweep, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // waits for a sweep that is under way; a sweep takes milliseconds
        if (Interlocked.Exchange(ref _timer, null) is { } timer)
            await timer.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private void Sweep(object? state)
    {
        var removed = _sessions.RemoveExpired();
        if (removed > 0)
            _logger.LogInformation("{Count} sessions expired", removed);
    }
}
