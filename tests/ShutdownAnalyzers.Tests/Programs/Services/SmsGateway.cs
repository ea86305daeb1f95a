using System.Threading.Channels;

namespace Telco.Sms;

public sealed record Sms(string To, string Text);

public interface IModem
{
    Task SendAsync(Sms sms);
}

public sealed class SmsGateway : IHostedService
{
    private readonly Channel<Sms> _queue = Channel.CreateUnbounded<Sms>(new UnboundedChannelOptions { SingleReader = true });
    private readonly IModem _modem;
    private readonly ILogger<SmsGateway> _logger;
    private Task _sending = Task.CompletedTask;

    public SmsGateway(IModem modem, ILogger<SmsGateway> logger)
    {
        _modem = modem;
        _logger = logger;
    }

    public bool Send(string to, string text) => _queue.Writer.TryWrite(new Sms(to, text));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sending = SendAllAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        CloseDoor();
        var drained = await Task.WhenAny(_sending, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
        if (drained != _sending)
            _logger.LogWarning("{Count} messages were not sent", _queue.Reader.Count);
    }

    private void CloseDoor() => _queue.Writer.TryComplete();

    private async Task SendAllAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_queue.Reader.TryRead(out var sms))
            {
                try
                {
                    await _modem.SendAsync(sms);
                }
                catch (IOException ex)
                {
                    _logger.LogError(ex, "Message to {To} lost", sms.To);
                }
            }
        }
    }
}
