namespace Lottery.Draw;

public interface IDrum
{
    int Next();
    void Lock();
}

public sealed class DrawOptions
{
    public DayOfWeek Day { get; set; } = DayOfWeek.Saturday;
    public TimeOnly At { get; set; } = new(19, 25);
}

public sealed class DrawTimer : IHostedService, IAsyncDisposable
{
    private readonly IDrum _drum;
    private readonly TimeProvider _clock;
    private readonly DrawOptions _options;
    private readonly ILogger<DrawTimer> _logger;
    private ITimer? _timer;

    public DrawTimer(IDrum drum, TimeProvider clock, Microsoft.Extensions.Options.IOptions<DrawOptions> options, ILogger<DrawTimer> logger)
    {
        _drum = drum;
        _clock = clock;
        _options = options.Value;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = _clock.CreateTimer(static s => ((DrawTimer)s!).Tick(), this, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is not { } timer)
            return;

        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await Task.WhenAny(timer.DisposeAsync().AsTask(), Task.Delay(Timeout.Infinite, cancellationToken));
        _drum.Lock();
    }

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Tick()
    {
        var now = _clock.GetLocalNow();
        if (now.DayOfWeek != _options.Day || TimeOnly.FromDateTime(now.DateTime) < _options.At)
            return;

        _logger.LogInformation("Drawn: {Numbers}", string.Join(' ', Enumerable.Range(0, 6).Select(_ => _drum.Next())));
    }
}
