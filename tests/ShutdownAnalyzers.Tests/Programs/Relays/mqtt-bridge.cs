using System.Threading.Channels;

namespace Iot.Bridge;

public interface IDelivery
{
    string Topic { get; }
    ReadOnlyMemory<byte> Body { get; }
    Task AckAsync();
}

public interface IBroker
{
    IAsyncEnumerable<IDelivery> ConsumeAsync(string filter, CancellationToken cancellationToken);
}

public interface ICloudHub
{
    Task SendAsync(string topic, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}

public abstract class DrainingService<T> : BackgroundService
{
    private readonly CancellationTokenSource _giveUp = new();
    private readonly Channel<T> _channel;

    protected DrainingService(int capacity, ILogger logger)
    {
        Logger = logger;
        _channel = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleReader = true });
    }

    protected ILogger Logger { get; }

    public ValueTask EnqueueAsync(T item, CancellationToken cancellationToken) => _channel.Writer.WriteAsync(item, cancellationToken);

    protected abstract Task HandleAsync(T item, CancellationToken cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var giveUp = _giveUp.Token;
        await foreach (var item in _channel.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                await HandleAsync(item, giveUp);
            }
            catch (Exception) when (giveUp.IsCancellationRequested)
            {
                Logger.LogWarning("Gave up with {Count} items waiting, the broker will send them again", _channel.Reader.Count + 1);
                return;
            }
            catch (Exception ex)
            {
                Logger.LogError(ex, "Item was not handled");
            }
        }
    }

    public sealed override async Task StopAsync(CancellationToken cancellationToken)
    {
        _channel.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        if (ExecuteTask is { IsCompleted: false }) await _giveUp.CancelAsync();
    }

    public override void Dispose()
    {
        base.Dispose();
        _giveUp.Dispose();
    }
}

public sealed class CloudUplink(ICloudHub hub, ILogger<CloudUplink> logger) : DrainingService<IDelivery>(256, logger)
{
    protected override async Task HandleAsync(IDelivery item, CancellationToken cancellationToken)
    {
        await hub.SendAsync($"plant/{item.Topic}", item.Body, cancellationToken);
        await item.AckAsync();
    }
}

public sealed class SensorIntake(IBroker broker, CloudUplink uplink, ILogger<SensorIntake> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var delivery in broker.ConsumeAsync("sensors/#", stoppingToken))
                    await uplink.EnqueueAsync(delivery, stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(ex, "Broker connection lost");
            }

            await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
        }
    }
}

public static class BridgeServices
{
    public static IServiceCollection AddBridge(this IServiceCollection services)
    {
        services.AddSingleton<CloudUplink>();
        services.AddHostedService(sp => sp.GetRequiredService<CloudUplink>());
        services.AddHostedService<SensorIntake>();
        return services;
    }
}
