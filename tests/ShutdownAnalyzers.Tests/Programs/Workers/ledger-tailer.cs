using System.Runtime.CompilerServices;

namespace Ledger.Tail;

public interface ILedger
{
    ValueTask<Entry[]> AfterAsync(long position);
}

public sealed record Entry(long Position, string Account, decimal Amount);

internal static class LedgerStream
{
    public static async IAsyncEnumerable<Entry> FollowAsync(this ILedger ledger, long position, [EnumeratorCancellation] CancellationToken ct = default)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(2));
        while (true)
        {
            foreach (var entry in await ledger.AfterAsync(position))
            {
                yield return entry;
                position = entry.Position;
            }

            if (!await pace.WaitForNextTickAsync(ct)) yield break;
        }
    }
}

public sealed class BalanceProjector(ILedger ledger, IBalances balances) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD follow SHUT102 SHUT101
    {
        var position = await balances.PositionAsync(stoppingToken);
        await foreach (var entry in ledger.FollowAsync(position)) //! HAZARD follow SHUT102 SHUT101
        {
            if (entry.Amount == 0) continue;
            await balances.AddAsync(entry.Account, entry.Amount, entry.Position, stoppingToken);
        }
    }
}

public interface IBalances
{
    Task<long> PositionAsync(CancellationToken cancellationToken);
    Task AddAsync(string account, decimal amount, long position, CancellationToken cancellationToken);
}
