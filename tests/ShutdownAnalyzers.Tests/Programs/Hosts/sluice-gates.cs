namespace Canal.Sluices;

public interface IGate
{
    int Number { get; }
    Task MoveAsync(double metres, CancellationToken ct);
    Task LockAsync(CancellationToken ct);
}

public abstract class ServiceBase : BackgroundService
{
    private readonly List<Func<CancellationToken, ValueTask>> _onStop = [];

    protected void OnStop(Func<CancellationToken, ValueTask> action) => _onStop.Add(action);

    public sealed override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await base.StopAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var action in _onStop)
                await action(cancellationToken).ConfigureAwait(false);
        }
    }
}

public abstract class PeriodicService(TimeSpan period, TimeProvider time, ILogger logger) : ServiceBase
{
    protected abstract ValueTask OnceAsync(CancellationToken ct);

    protected virtual bool IsTransient(Exception exception) => true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            do
            {
                try
                {
                    await OnceAsync(stoppingToken);
                }
                catch (Exception ex) when (!stoppingToken.IsCancellationRequested && IsTransient(ex))
                {
                    logger.LogError(ex, "{Service} failed once", GetType().Name);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug("{Service} ends", GetType().Name);
        }
    }
}

public sealed class GateService : PeriodicService
{
    private readonly IReadOnlyList<IGate> _gates;
    private readonly Func<double> _waterLevel;

    public GateService(IEnumerable<IGate> gates, Func<double> waterLevel, TimeProvider time, ILogger<GateService> logger)
        : base(TimeSpan.FromMinutes(1), time, logger)
    {
        _gates = [.. gates];
        _waterLevel = waterLevel;
        OnStop(LockAllAsync);
    }

    protected override async ValueTask OnceAsync(CancellationToken ct)
    {
        var level = _waterLevel();
        foreach (var gate in _gates)
            await gate.MoveAsync(Math.Clamp(level - 2.4, 0, 1.5), ct);
    }

    protected override bool IsTransient(Exception exception) => exception is not NullReferenceException;

    private async ValueTask LockAllAsync(CancellationToken deadline)
    {
        foreach (var gate in _gates)
            await gate.LockAsync(deadline);
    }
}
