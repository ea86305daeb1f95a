namespace Elections.Tally;

public enum Stage { Waiting, Collecting, Checking, Publishing, Closed }

public interface IPollingStations
{
    Task<int> CollectAsync(CancellationToken ct);
    Task<bool> CheckAsync(CancellationToken ct);
    Task PublishAsync(CancellationToken ct);
    Task<bool> AllReportedAsync(CancellationToken ct);
}

public sealed class TallyMachine(IPollingStations stations, ILogger<TallyMachine> logger) : BackgroundService
{
    private int _failures;

    public Stage Current { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (Current != Stage.Closed)
        {
            var next = await StepAsync(stoppingToken);
            if (next != Current)
                logger.LogInformation("{From} -> {To}", Current, next);

            Current = next;
        }
    }

    private async Task<Stage> StepAsync(CancellationToken ct)
    {
        try
        {
            var next = Current switch
            {
                Stage.Waiting => await WaitAsync(ct),
                Stage.Collecting => await stations.CollectAsync(ct) > 0 ? Stage.Checking : Stage.Waiting,
                Stage.Checking => await stations.CheckAsync(ct) ? Stage.Publishing : Stage.Collecting,
                Stage.Publishing => await PublishAsync(ct),
                _ => Stage.Closed,
            };
            _failures = 0;
            return next;
        }
        catch (Exception ex) when (!ct.IsCancellationRequested)
        {
            _failures++;
            logger.LogError(ex, "{Stage} failed for the {Times}. time", Current, _failures);
            return await PauseAsync(ct) ? Stage.Waiting : Stage.Closed;
        }
        catch (OperationCanceledException)
        {
            return Stage.Closed;
        }
    }

    private static async Task<Stage> WaitAsync(CancellationToken ct)
    {
        await Task.Delay(TimeSpan.FromSeconds(15), ct);
        return Stage.Collecting;
    }

    private async Task<Stage> PublishAsync(CancellationToken ct)
    {
        await stations.PublishAsync(ct);
        return await stations.AllReportedAsync(ct) ? Stage.Closed : Stage.Waiting;
    }

    private async Task<bool> PauseAsync(CancellationToken ct)
    {
        var pause = TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Min(_failures, 6)));
        await Task.Delay(pause, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ct.IsCancellationRequested;
    }
}
