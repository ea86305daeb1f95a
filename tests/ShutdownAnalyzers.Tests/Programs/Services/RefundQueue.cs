using System.Data.Common;

namespace Shop.Refunds;

public sealed record Refund(long Id, decimal Amount, string Iban);

public interface IRefundStore
{
    Task<Refund?> ReserveAsync(CancellationToken ct);
    Task ConfirmAsync(long id);
    Task ReleaseAsync(long id);
}

public interface IBankLink
{
    Task TransferAsync(Refund refund);
}

public sealed class RefundQueue(IRefundStore store, IBankLink bank, ILogger<RefundQueue> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var errors = 0;
        while (true)
        {
            try
            {
                var refund = await store.ReserveAsync(stoppingToken);
                if (refund is null)
                {
                    await Task.Delay(TimeSpan.FromSeconds(10), stoppingToken);
                    continue;
                }

                await PayAsync(refund);
                errors = 0;
            }
            catch (Exception ex)
            {
                if (stoppingToken.IsCancellationRequested)
                {
                    logger.LogInformation("Refunds pause until the next start");
                    return;
                }

                logger.LogError(ex, "Refund failed {Times} times in a row", ++errors);
            }

            if (errors > 0)
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(errors * 3, 60)), stoppingToken);
        }
    }

    private async Task PayAsync(Refund refund)
    {
        try
        {
            await bank.TransferAsync(refund);
        }
        catch (DbException)
        {
            await store.ReleaseAsync(refund.Id);
            throw;
        }

        await store.ConfirmAsync(refund.Id);
    }
}
