using System.Threading.Channels;

namespace Vineyard.Harvest;

public readonly record struct Crate(string Parcel, double Kilos, double Oechsle);

public interface ICellarBook
{
    Task SaveAsync(IReadOnlyList<Crate> crates, CancellationToken ct);
}

public abstract class Batcher<T>(int size, TimeSpan age, ILogger logger) : BackgroundService
{
    private readonly Channel<T> _items = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true });

    public bool Offer(T item) => _items.Writer.TryWrite(item);

    protected abstract Task FlushAsync(IReadOnlyList<T> batch, CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<T>(size);
        try
        {
            while (await FillAsync(batch, stoppingToken))
            {
                if (batch.Count == 0)
                    continue;

                await TryFlushAsync(batch, stoppingToken);
            }
        }
        finally
        {
            _items.Writer.TryComplete();
            await DrainAsync(batch);
        }
    }

    private async Task<bool> FillAsync(List<T> batch, CancellationToken stoppingToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        deadline.CancelAfter(age);
        try
        {
            while (batch.Count < size)
                batch.Add(await _items.Reader.ReadAsync(deadline.Token));

            return true;
        }
        catch (OperationCanceledException)
        {
            return !stoppingToken.IsCancellationRequested;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }

    private async Task TryFlushAsync(List<T> batch, CancellationToken ct)
    {
        try
        {
            await FlushAsync(batch, ct);
            batch.Clear();
        }
        catch (Exception ex) when (!ct.IsCancellationRequested)
        {
            logger.LogError(ex, "{Count} entries stay in the batch", batch.Count);
            await Task.Delay(TimeSpan.FromSeconds(2), ct);
        }
    }

    private async Task DrainAsync(List<T> batch)
    {
        while (_items.Reader.TryRead(out var item))
            batch.Add(item);

        if (batch.Count == 0)
            return;

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(8));
        try
        {
            await FlushAsync(batch, limit.Token);
        }
        catch (Exception ex)
        {
            logger.LogCritical(ex, "{Count} entries lost", batch.Count);
        }
    }
}

public sealed class CrateBatcher(ICellarBook book, ILogger<CrateBatcher> logger) : Batcher<Crate>(200, TimeSpan.FromSeconds(5), logger)
{
    protected override Task FlushAsync(IReadOnlyList<Crate> batch, CancellationToken ct) => book.SaveAsync(batch, ct);
}
