namespace Recycling.Deposits;

public sealed record OutboxRow(Guid Id, string Topic, byte[] Payload, int Attempts);

public interface IOutbox
{
    IAsyncEnumerable<OutboxRow> PendingAsync(int max, CancellationToken ct);
    Task MarkSentAsync(Guid id, CancellationToken ct);
    Task MarkFailedAsync(Guid id, string reason, CancellationToken ct);
}

public interface IClearingHouse
{
    Task SendAsync(OutboxRow row, CancellationToken ct);
}

internal sealed partial class DepositOutbox(IServiceScopeFactory scopes, ILogger<DepositOutbox> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(4);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => DispatchForeverAsync(stoppingToken);

    private async Task DispatchForeverAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                if (await DispatchOnceAsync(stop) > 0)
                    continue;
            }
            catch (Exception ex) when (!stop.IsCancellationRequested)
            {
                DispatchFailed(ex);
            }

            await Task.Delay(Idle, stop);
        }
    }

    private async Task<int> DispatchOnceAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<IOutbox>();
        var house = scope.ServiceProvider.GetRequiredService<IClearingHouse>();

        var sent = 0;
        await foreach (var row in outbox.PendingAsync(50, stop))
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                await house.SendAsync(row, stop);
            }
            catch (Exception ex) when (!stop.IsCancellationRequested)
            {
                await outbox.MarkFailedAsync(row.Id, ex.Message, CancellationToken.None);
                continue;
            }

            await outbox.MarkSentAsync(row.Id, CancellationToken.None);
            sent++;
        }

        return sent;
    }

    private void DispatchFailed(Exception ex) => logger.LogWarning(ex, "Deposits could not be sent");
}

internal sealed partial class DepositOutbox
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        await base.StopAsync(cancellationToken);
        if (ExecuteTask is { IsCompleted: false })
            logger.LogWarning("A deposit was still being sent after {Elapsed}", TimeProvider.System.GetElapsedTime(begun));
    }
}
