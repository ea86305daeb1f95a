namespace Ski.Lifts;

public abstract class Patrol<TState> : BackgroundService where TState : class, new()
{
    private readonly PeriodicTimer _timer;

    protected Patrol(TimeSpan period, ILogger logger)
    {
        _timer = new PeriodicTimer(period);
        Logger = logger;
    }

    protected ILogger Logger { get; }

    protected TState State { get; } = new();

    protected abstract ValueTask RoundAsync(CancellationToken ct);

    protected virtual ValueTask ClosingAsync() => ValueTask.CompletedTask;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await RoundAsync(stoppingToken);
                }
                catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
                {
                    Logger.LogError(ex, "{Patrol} round failed", GetType().Name);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Logger.LogInformation("{Patrol} ends", GetType().Name);
        }

        await ClosingAsync();
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class RopeState
{
    public double Tension { get; set; }
    public int Alarms { get; set; }
}

public interface ILift
{
    ValueTask<double> TensionAsync(CancellationToken ct);
    ValueTask SlowDownAsync(CancellationToken ct);
}

public sealed class RopePatrol(ILift lift, ILogger<RopePatrol> logger) : Patrol<RopeState>(TimeSpan.FromSeconds(3), logger)
{
    protected override async ValueTask RoundAsync(CancellationToken ct)
    {
        State.Tension = await lift.TensionAsync(ct);
        if (State.Tension < 80)
            return;

        State.Alarms++;
        await lift.SlowDownAsync(ct);
    }

    protected override async ValueTask ClosingAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        await lift.SlowDownAsync(limit.Token);
    }
}
