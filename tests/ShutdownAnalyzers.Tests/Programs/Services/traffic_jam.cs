namespace Roads.Jams;

public interface IDetectorLoop
{
    Task<int> CountAsync(CancellationToken ct);
}

public interface IJamStore
{
    Task SaveAsync(int cars, DateTimeOffset at);
}

public sealed class JamObserver(IDetectorLoop detector, IJamStore store, ILogger<JamObserver> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = ObserveAsync(_stop.Token); //! HAZARD cut SHUT209
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _stop.CancelAsync(); //! HAZARD cut SHUT209

    public void Dispose() => _stop.Dispose();

    private async Task ObserveAsync(CancellationToken ct)
    {
        var total = 0;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                total += await detector.CountAsync(ct);
                await Task.Delay(TimeSpan.FromSeconds(30), ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            logger.LogDebug("Observation ends");
        }
        finally
        {
            await store.SaveAsync(total, DateTimeOffset.UtcNow);
        }
    }
}
