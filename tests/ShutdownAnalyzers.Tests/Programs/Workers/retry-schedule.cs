namespace Payments.Retry;

public interface IPendingPayments
{
    Task<Guid?> ClaimAsync(CancellationToken cancellationToken);
    Task<bool> SettleAsync(Guid payment, CancellationToken cancellationToken);
    Task ReleaseAsync(Guid payment, TimeSpan after, CancellationToken cancellationToken);
}

internal static class Schedule
{
    public static IEnumerable<TimeSpan> Exponential(TimeSpan first, TimeSpan longest)
    {
        var next = first;
        while (true)
        {
            yield return next;
            next = next * 2 < longest ? next * 2 : longest;
        }
    }
}

public sealed class PaymentRetrier(IPendingPayments payments, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool Active() => !stoppingToken.IsCancellationRequested;

        while (Active())
        {
            if (await payments.ClaimAsync(stoppingToken) is not { } payment)
            {
                await Task.Delay(TimeSpan.FromSeconds(15), clock, stoppingToken);
                continue;
            }

            foreach (var pause in Schedule.Exponential(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)))
            {
                if (await payments.SettleAsync(payment, stoppingToken)) break;
                if (pause >= TimeSpan.FromMinutes(1))
                {
                    await payments.ReleaseAsync(payment, pause, stoppingToken);
                    break;
                }

                await Task.Delay(pause, clock, stoppingToken);
            }
        }
    }
}
