namespace Shop.Capture;

public sealed record Authorization(string Id, decimal Amount);

public interface IPaymentProvider
{
    Task<bool> CaptureAsync(Authorization authorization);
}

public interface IAuthorizations
{
    Task<Authorization?> ClaimAsync(CancellationToken ct);
    Task CapturedAsync(string id);
    Task UnclaimAsync(string id);
}

public sealed class PaymentCapture(IPaymentProvider provider, IAuthorizations authorizations, ILogger<PaymentCapture> logger) : BackgroundService
{
    private Authorization? _inHand;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                _inHand = await authorizations.ClaimAsync(stoppingToken);
                if (_inHand is null)
                {
                    await Task.Delay(TimeSpan.FromSeconds(4), stoppingToken);
                    continue;
                }

                await CaptureAsync(_inHand, attempts: 3);
                _inHand = null;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("No more captures");
        }
        finally
        {
            await GiveBackAsync();
        }
    }

    private async Task CaptureAsync(Authorization authorization, int attempts)
    {
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            if (await provider.CaptureAsync(authorization))
            {
                await authorizations.CapturedAsync(authorization.Id);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(400 * attempt), CancellationToken.None);
        }

        await authorizations.UnclaimAsync(authorization.Id);
    }

    private async Task GiveBackAsync()
    {
        if (_inHand is not { } open) return;

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            try
            {
                await authorizations.UnclaimAsync(open.Id);
                return;
            }
            catch (IOException ex)
            {
                logger.LogWarning(ex, "Attempt {Attempt}: {Id} is still claimed", attempt, open.Id);
                await Task.Delay(500);
            }
        }
    }
}
