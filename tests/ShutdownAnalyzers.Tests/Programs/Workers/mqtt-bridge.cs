namespace Home.Bridge;

public interface IBrokerLink
{
    Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken ct);
    Task GoodbyeAsync(CancellationToken ct);
}

public interface IRadio
{
    IAsyncEnumerable<(string Node, byte[] Frame)> FramesAsync(CancellationToken ct);
}

public abstract class BridgeBase<TSource>(TSource source) : BackgroundService where TSource : class
{
    protected TSource Source { get; } = source;

    protected virtual Task ClosingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public sealed override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD base SHUT201
    {
        try
        {
            await ClosingAsync(cancellationToken); //! HAZARD base SHUT201
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"{GetType().Name}: no time left");
        }
    }
}

public sealed class RadioBridge(IRadio radio, IBrokerLink link) : BridgeBase<IRadio>(radio)
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (node, frame) in Source.FramesAsync(stoppingToken))
            await link.PublishAsync($"home/{node}", frame, stoppingToken);
    }

    protected override Task ClosingAsync(CancellationToken cancellationToken) => link.GoodbyeAsync(cancellationToken);
}
