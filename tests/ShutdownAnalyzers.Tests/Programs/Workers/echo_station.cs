using System.Net;
using System.Net.Sockets;

namespace Lab.Echo;

internal sealed class EchoStation : IHostedService, IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 7007);
    private readonly ILogger<EchoStation> _logger;
    private Task? _serving;

    public EchoStation(ILogger<EchoStation> logger) => _logger = logger;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        _serving = ServeAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _listener.Stop();
        if (_serving is not null)
            await _serving.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        var buffer = new byte[1024];
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                _logger.LogInformation("No more callers: {Reason}", e.Message);
                return;
            }

            using (socket)
            using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
            {
                try
                {
                    var read = await socket.ReceiveAsync(buffer, limit.Token);
                    await socket.SendAsync(buffer.AsMemory(0, read), limit.Token);
                }
                catch (OperationCanceledException)
                {
                    _logger.LogDebug("Caller was too slow");
                }
            }
        }
    }
}
