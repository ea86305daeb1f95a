namespace Vault.Renewal;

public interface IVault
{
    Task<TimeSpan> RenewAsync(CancellationToken ct);
}

/// <summary>Each renewal says when the next one is due.</summary>
public sealed class VaultRenewal(IVault vault, ILogger<VaultRenewal> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TimeSpan? next = TimeSpan.Zero;
        for (; next is { } pause; next = await StepAsync(stoppingToken))
            await Task.Delay(pause, stoppingToken).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task<TimeSpan?> StepAsync(CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
            return null;

        try
        {
            var life = await vault.RenewAsync(ct);
            return life / 2;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "The secret gets old");
            return TimeSpan.FromSeconds(5);
        }
    }
}
