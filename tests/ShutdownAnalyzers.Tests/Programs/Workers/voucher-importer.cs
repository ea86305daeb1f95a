namespace Vouchers.Import;

public interface IVoucherFeed
{
    Task<string?> NextAsync(CancellationToken cancellationToken);
}

public interface IVoucherStore
{
    ValueTask SaveAsync(string code);
}

public abstract class FeedService<TFeed> : IHostedService where TFeed : notnull
{
    private Task? _pump;

    protected abstract TFeed Feed { get; }
    protected abstract Task PumpAsync(TFeed feed, CancellationToken token);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _pump = StartPump(new(Feed, cancellationToken)); //! HAZARD token SHUT206 SHUT205
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_pump is not null) await Task.WhenAny(_pump, Task.Delay(Timeout.Infinite, cancellationToken)); //! HAZARD token SHUT206 SHUT205 SHUT208
    }

    private async Task StartPump(Context context) //! HAZARD token SHUT206 SHUT205
    {
        await Task.Yield();
        await PumpAsync(context.Feed, context.Token); //! HAZARD token SHUT206 SHUT205
    }

    private sealed record Context(TFeed Feed, CancellationToken Token);
}

public sealed class VoucherImporter(IVoucherFeed feed, IVoucherStore store) : FeedService<IVoucherFeed>
{
    protected override IVoucherFeed Feed => feed;

    protected override async Task PumpAsync(IVoucherFeed feed, CancellationToken token)
    {
        while (!token.IsCancellationRequested) //! HAZARD token SHUT206 SHUT101 SHUT102
        {
            if (await feed.NextAsync(token) is { } code) await store.SaveAsync(code);
            else await Task.Delay(TimeSpan.FromSeconds(20), token); //! HAZARD token SHUT206 SHUT101 SHUT102
        }
    }
}
