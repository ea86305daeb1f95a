namespace Home.Bridge;

public interface IBroker
{
    Task ConnectAsync(CancellationToken cancellationToken);
    Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);
    Task DisconnectAsync();
}

public interface ISensorBus
{
    ValueTask<(string Topic, byte[] Payload)> NextAsync(CancellationToken cancellationToken);
}

public sealed class MqttBridge(IBroker broker, ISensorBus sensors, ILogger<MqttBridge> logger) : BackgroundService
{
    private long _published;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await broker.ConnectAsync(stoppingToken);
        await broker.PublishAsync("bridge/state", "online"u8.ToArray(), stoppingToken);

        while (!stoppingToken.IsCancellationRequested)
        {
            var (topic, payload) = await sensors.NextAsync(stoppingToken);
            await broker.PublishAsync($"home/{topic}", payload, stoppingToken);
            if (++_published % 1000 == 0)
                logger.LogInformation("{Count} messages published", _published);
        }

        await broker.DisconnectAsync(); //! HAZARD disconnect SHUT107
    }
}

public interface IRetainedStore
{
    Task SaveAllAsync();
    Task<bool> TrimAsync(CancellationToken cancellationToken);
}

public sealed class RetainedKeeper(IRetainedStore store) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var saving = stoppingToken.Register(() => store.SaveAllAsync().Wait()); //! HAZARD callback SHUT211

        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            while (await store.TrimAsync(stoppingToken))
                await Task.Yield();
        }
    }
}
