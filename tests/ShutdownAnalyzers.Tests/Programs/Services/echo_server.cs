using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Lab.Echo;

public sealed class EchoServer : BackgroundService
{
    private readonly ConcurrentDictionary<int, Task> _sessions = new();
    private readonly ILogger<EchoServer> _logger;
    private int _lastSession;

    public EchoServer(ILogger<EchoServer> logger) => _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 7007);
        listener.Start();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var client = await listener.AcceptTcpClientAsync(stoppingToken);
                var id = ++_lastSession;
                _sessions[id] = ServeAsync(id, client, stoppingToken);
            }
        }
        finally
        {
            await Task.WhenAll(_sessions.Values);
            _logger.LogInformation("{Count} sessions served", _lastSession);
        }
    }

    private async Task ServeAsync(int id, TcpClient client, CancellationToken stoppingToken)
    {
        await Task.Yield();
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                var buffer = new byte[4096];
                int read;
                while ((read = await stream.ReadAsync(buffer, stoppingToken)) > 0)
                    await stream.WriteAsync(buffer.AsMemory(0, read), stoppingToken);
            }
            catch (Exception ex) when (ex is IOException or OperationCanceledException)
            {
                _logger.LogDebug(ex, "Session {Id} broke off", id);
            }
            finally
            {
                _sessions.TryRemove(id, out _);
            }
        }
    }
}
