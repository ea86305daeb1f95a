using System.Collections.Concurrent;

namespace Auctions.House;

public sealed record Lot(int Number, decimal Reserve, DateTimeOffset Closes);

public interface IBidBook
{
    Task<decimal?> BestAsync(int lot);
    Task HammerAsync(int lot, decimal? price);
}

public sealed class AuctionHouse(IBidBook bids, TimeProvider clock, ILogger<AuctionHouse> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<int, Task> _closing = [];
    private readonly ConcurrentQueue<Lot> _lots = new();

    public void Announce(Lot lot) => _lots.Enqueue(lot);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await second.WaitForNextTickAsync(stoppingToken))
        {
            while (_lots.TryPeek(out var lot) && lot.Closes <= clock.GetUtcNow())
            {
                _lots.TryDequeue(out _);
                _closing[lot.Number] = CloseLotAsync(lot);
            }

            foreach (var (number, task) in _closing)
                if (task.IsCompleted)
                    _closing.TryRemove(number, out _);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD drain SHUT210
    {
        await base.StopAsync(cancellationToken);
        await FinishAsync([.. _closing.Values]); //! HAZARD drain SHUT210
        logger.LogInformation("The last hammer has fallen");
    }

    private static async Task FinishAsync(IReadOnlyCollection<Task> open)
    {
        await foreach (var done in Task.WhenEach(open)) //! HAZARD drain SHUT210
            await done.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); //! HAZARD drain SHUT210
    }

    private async Task CloseLotAsync(Lot lot)
    {
        try
        {
            var best = await bids.BestAsync(lot.Number);
            await bids.HammerAsync(lot.Number, best >= lot.Reserve ? best : null);
        }
        catch (TimeoutException ex)
        {
            logger.LogError(ex, "Lot {Number} stays open", lot.Number);
        }
    }
}
