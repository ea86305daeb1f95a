namespace Games.Sessions;

public interface IRegistry
{
    Task<string> RegisterAsync(string node, CancellationToken cancellationToken);
    Task RenewAsync(string lease, CancellationToken cancellationToken);
    Task RevokeAsync(string lease, CancellationToken cancellationToken);
}

internal static class Waits
{
    /// <summary>False when the wait was cut short by the token.</summary>
    public static async Task<bool> RestAsync(this TimeProvider time, TimeSpan span, CancellationToken cancellationToken)
    {
        await Task.Delay(span, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }
}

public sealed class SessionRegistrar(IRegistry registry, TimeProvider time, ILogger<SessionRegistrar> logger) : BackgroundService
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lease = await registry.RegisterAsync(Environment.MachineName, stoppingToken);

        while (await time.RestAsync(Renewal, stoppingToken))
        {
            try
            {
                await registry.RenewAsync(lease, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception ex)
            {
                logger.LogWarning(ex, "Lease {Lease} was not renewed", lease);
            }
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await registry.RevokeAsync(lease, limit.Token);
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "Lease {Lease} will expire by itself", lease);
        }
    }
}
