namespace Leisure.ThemePark;

public interface IRide
{
    Task RunAsync(CancellationToken ct);
    void Evacuate();
}

/// <summary>Runs anything as a service: the body gets a token of its own.</summary>
public abstract class Attraction : IHostedService
{
    private CancellationTokenSource? _closing;
    private Task _open = Task.CompletedTask;

    protected abstract Task OpenAsync(CancellationToken closing);

    protected virtual ValueTask ClosedAsync(bool inTime) => ValueTask.CompletedTask;

    public virtual Task StartAsync(CancellationToken cancellationToken)
    {
        _closing = new CancellationTokenSource();
        _open = OpenAsync(_closing.Token);
        return Task.CompletedTask;
    }

    public virtual async Task StopAsync(CancellationToken cancellationToken)
    {
        var closing = Interlocked.Exchange(ref _closing, null);
        if (closing is null)
            return;

        closing.Cancel();
        var inTime = true;
        try
        {
            await _open.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            inTime = _open.IsCompleted;
        }
        catch (Exception)
        {
            inTime = false;
        }

        await ClosedAsync(inTime);
        closing.Dispose();
    }
}

public sealed class RollerCoaster(IRide ride, ILogger<RollerCoaster> logger) : Attraction
{
    protected override async Task OpenAsync(CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            await ride.RunAsync(CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(90), closing);
        }
    }

    protected override ValueTask ClosedAsync(bool inTime)
    {
        if (!inTime)
            ride.Evacuate();

        logger.LogInformation("Closed in time: {InTime}", inTime);
        return default;
    }
}
