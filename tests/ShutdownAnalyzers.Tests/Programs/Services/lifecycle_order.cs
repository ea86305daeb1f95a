namespace Trading.Lifecycle;

public interface IMarketSession
{
    Task LogonAsync(CancellationToken ct);
    Task CancelOpenOrdersAsync(CancellationToken ct);
    Task LogoffAsync(CancellationToken ct);
}

public sealed class MarketLifecycle(IMarketSession session, ILogger<MarketLifecycle> logger) : IHostedLifecycleService
{
    private bool _on;

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task IHostedService.StartAsync(CancellationToken cancellationToken)
    {
        await session.LogonAsync(cancellationToken);
        _on = true;
    }

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("The market is open");
        return Task.CompletedTask;
    }

    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken)
        => _on ? QuietlyAsync("cancel orders", session.CancelOpenOrdersAsync, cancellationToken) : Task.CompletedTask;

    async Task IHostedService.StopAsync(CancellationToken cancellationToken)
    {
        if (!_on)
            return;

        _on = false;
        await QuietlyAsync("log off", session.LogoffAsync, cancellationToken);
    }

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task QuietlyAsync(string what, Func<CancellationToken, Task> action, CancellationToken deadline)
    {
        try
        {
            await action(deadline);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Could not {What}", what);
        }
    }
}
