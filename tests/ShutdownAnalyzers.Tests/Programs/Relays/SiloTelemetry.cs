using System.Collections.Concurrent;

namespace Farm.Silos;

public sealed record SiloReading(int Silo, double Celsius, double Fill, DateTimeOffset At);

public interface ISiloProbe
{
    int Silo { get; }
    (double Celsius, double Fill) Read();
}

public interface IReadingStore
{
    void Write(IReadOnlyCollection<SiloReading> readings);
}

public abstract class TimedService : IHostedService, IAsyncDisposable
{
    private Timer? _timer;
    private int _busy;

    protected TimedService(TimeSpan period, ILogger logger) => (Period, Logger) = (period, logger);

    protected TimeSpan Period { get; }

    protected ILogger Logger { get; }

    protected abstract void Tick();

    protected virtual void OnStopped()
    {
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(static state => ((TimedService)state!).Guarded(), this, Period, Period);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Exchange(ref _timer, null) is { } timer)
                await timer.DisposeAsync().AsTask().WaitAsync(cancellationToken);

            await Task.Run(OnStopped, CancellationToken.None).WaitAsync(cancellationToken);
        }
        catch (Exception ex)
        {
            Logger.LogWarning(ex, "{Service} did not stop cleanly", GetType().Name);
        }
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Interlocked.Exchange(ref _timer, null)?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private void Guarded()
    {
        if (Interlocked.Exchange(ref _busy, 1) == 1)
            return;

        try
        {
            Tick();
        }
        catch (Exception ex)
        {
            Logger.LogError(ex, "{Service} tick failed", GetType().Name);
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }
}

public sealed class SiloTelemetry : TimedService
{
    private readonly ConcurrentQueue<SiloReading> _unsaved = new();
    private readonly IReadOnlyList<ISiloProbe> _probes;
    private readonly IReadingStore _store;
    private readonly TimeProvider _clock;

    public SiloTelemetry(IEnumerable<ISiloProbe> probes, IReadingStore store, TimeProvider clock, ILogger<SiloTelemetry> logger)
        : base(TimeSpan.FromSeconds(30), logger)
    {
        _probes = [.. probes];
        _store = store;
        _clock = clock;
    }

    protected override void Tick()
    {
        foreach (var probe in _probes)
        {
            var (celsius, fill) = probe.Read();
            _unsaved.Enqueue(new SiloReading(probe.Silo, celsius, fill, _clock.GetUtcNow()));
        }

        if (_unsaved.Count >= 100)
            Save();
    }

    protected override void OnStopped() => Logger.LogInformation("{Count} readings saved at stop", Save());

    private int Save()
    {
        var batch = _unsaved.ToArray();
        if (batch.Length > 0)
            _store.Write(batch);

        for (var i = 0; i < batch.Length; i++)
            _unsaved.TryDequeue(out _);

        return batch.Length;
    }
}
