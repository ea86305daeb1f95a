using System.Text;
using System.Threading.Channels;

namespace Home.Bridge;

public sealed record Telegram(string Topic, byte[] Payload);

public interface IMqttLink : IAsyncDisposable
{
    Task ConnectAsync(CancellationToken ct);
    Task PublishAsync(Telegram telegram);
}

public interface IKnxBus
{
    Task<(string Group, string Value)> ReadAsync(CancellationToken ct);
}

public sealed class MqttBridge : BackgroundService
{
    private readonly IMqttLink _mqtt;
    private readonly IKnxBus _knx;
    private readonly ILogger<MqttBridge> _logger;
    private readonly Channel<Telegram> _outbox = Channel.CreateBounded<Telegram>(256);

    public MqttBridge(IMqttLink mqtt, IKnxBus knx, ILogger<MqttBridge> logger)
    {
        _mqtt = mqtt;
        _knx = knx;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _mqtt.ConnectAsync(stoppingToken);
        await Task.WhenAll(CollectAsync(stoppingToken), SendAsync());
    }

    private async Task CollectAsync(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var (group, value) = await _knx.ReadAsync(stop);
                await _outbox.Writer.WriteAsync(new Telegram($"knx/{group}", Encoding.UTF8.GetBytes(value)), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _logger.LogDebug("No more telegrams");
        }
        finally
        {
            _outbox.Writer.TryComplete();
        }
    }

    private async Task SendAsync()
    {
        while (await _outbox.Reader.WaitToReadAsync())
        {
            while (_outbox.Reader.TryRead(out var telegram))
                await _mqtt.PublishAsync(telegram);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _mqtt.DisposeAsync(); //! HAZARD order SHUT203
        }
        finally
        {
            await base.StopAsync(cancellationToken); //! HAZARD order SHUT203
        }
    }
}
