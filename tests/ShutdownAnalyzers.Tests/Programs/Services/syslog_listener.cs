using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ops.Syslog;

public sealed record SyslogLine(IPAddress From, int Priority, string Text);

public interface ISyslogStore
{
    void Add(SyslogLine line);
}

public sealed class SyslogListener : IHostedService, IDisposable
{
    private readonly ISyslogStore _store;
    private readonly int _port;
    private readonly ILogger<SyslogListener> _logger;
    private readonly CancellationTokenSource _stop = new();
    private UdpClient? _udp;
    private Task? _receiving;

    public SyslogListener(ISyslogStore store, IConfiguration configuration, ILogger<SyslogListener> logger)
    {
        _store = store;
        _port = configuration.GetValue("Syslog:Port", 5514);
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _udp = new UdpClient(_port);
        _receiving = ReceiveAsync(_udp, _stop.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var local = _udp!.Client.LocalEndPoint; //! HAZARD unstarted SHUT212
        _logger.LogInformation("Syslog on {EndPoint} ends", local);

        await _stop.CancelAsync();
        await Task.WhenAny(_receiving!, Task.Delay(Timeout.Infinite, cancellationToken)); //! HAZARD unstarted SHUT212
    }

    public void Dispose()
    {
        _udp?.Dispose();
        _stop.Dispose();
    }

    private async Task ReceiveAsync(UdpClient udp, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var datagram = await udp.ReceiveAsync(stop);
            var text = Encoding.UTF8.GetString(datagram.Buffer);
            var end = text.IndexOf('>');
            if (end is < 2 or > 4 || text[0] != '<' || !int.TryParse(text.AsSpan(1, end - 1), out var priority)) continue;

            _store.Add(new SyslogLine(datagram.RemoteEndPoint.Address, priority, text[(end + 1)..]));
        }
    }
}
