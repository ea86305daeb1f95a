namespace Pos.Sync;

public sealed record Receipt(Guid Id, decimal Total);

public interface IReceiptSource
{
    Task<Receipt> NextAsync(CancellationToken cancellationToken);
}

public interface ILedgerSession : IAsyncDisposable
{
    Task BookAsync(Receipt receipt);
    Task CommitAsync(CancellationToken cancellationToken);
}

public interface ILedger
{
    Task<ILedgerSession> OpenAsync(CancellationToken cancellationToken);
}

public sealed class RegisterSync : IHostedService, IDisposable
{
    private readonly IReceiptSource _receipts;
    private readonly ILedger _ledger;
    private readonly CancellationTokenSource _ending = new();
    private Task _syncing = Task.CompletedTask;

    public RegisterSync(IReceiptSource receipts, ILedger ledger) => (_receipts, _ledger) = (receipts, ledger);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _syncing = SyncAsync(_ending.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _ending.Cancel();
        await Task.WhenAny(_syncing, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public void Dispose() => _ending.Dispose();

    private async Task SyncAsync(CancellationToken end)
    {
        await using var session = await _ledger.OpenAsync(end);
        var booked = 0;
        try
        {
            while (true)
            {
                await session.BookAsync(await _receipts.NextAsync(end));
                if (++booked % 20 == 0) await session.CommitAsync(CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            await session.CommitAsync(CancellationToken.None);
        }
    }
}
