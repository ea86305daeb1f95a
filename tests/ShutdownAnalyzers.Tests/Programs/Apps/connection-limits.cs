using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Edge.Limits;

internal static class ConnectionLimits
{
    private static readonly ConcurrentDictionary<IPAddress, int> Connections = new();

    public static bool TryEnter(IPAddress address, int limit) =>
        Connections.AddOrUpdate(address, 1, (_, count) => count + 1) <= limit;

    public static void Leave(IPAddress address) => Connections.AddOrUpdate(address, 0, static (_, count) => Math.Max(0, count - 1));
}

public sealed class EchoServer(IConfiguration configuration, ILogger<EchoServer> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new TcpListener(IPAddress.Any, configuration.GetValue("Echo:Port", 7007));
        listener.Start();
        var sessions = new Dictionary<TcpClient, Task>();

        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stoppingToken);
                sessions[client] = ServeAsync(client, stoppingToken);
                foreach (var (ended, _) in sessions.Where(s => s.Value.IsCompleted).ToList())
                    sessions.Remove(ended);
            }
        }
        finally
        {
            await Task.WhenAll(sessions.Values);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            var address = ((IPEndPoint)client.Client.RemoteEndPoint!).Address;
            try
            {
                if (!ConnectionLimits.TryEnter(address, 10)) return;

                var stream = client.GetStream();
                await stream.CopyToAsync(stream, stop);
            }
            catch (Exception ex) when (ex is IOException or OperationCanceledException)
            {
                logger.LogDebug("{Address} left: {Reason}", address, ex.Message);
            }
            finally
            {
                ConnectionLimits.Leave(address);
            }
        }
    }
}
