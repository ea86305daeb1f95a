using System.Net;
using System.Net.Sockets;

namespace Heritage.Telegraph;

public sealed class RelayServer : BackgroundService
{
    private readonly ILogger<RelayServer> _logger;
    private readonly List<Task> _talks = [];

    public RelayServer(ILogger<RelayServer> logger) => _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new TcpListener(IPAddress.Any, 1844);
        listener.Start();
        using var closing = stoppingToken.Register(listener.Stop);
        try
        {
            for (;;)
            {
                var client = await listener.AcceptTcpClientAsync();
                _talks.RemoveAll(t => t.IsCompleted);
                _talks.Add(TalkAsync(client, stoppingToken));
            }
        }
        catch (Exception ex) when (ex is SocketException or InvalidOperationException && stoppingToken.IsCancellationRequested)
        {
            _logger.LogInformation("Relay no longer accepts calls");
        }
        finally
        {
            await Task.WhenAll(_talks).WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TalkAsync(TcpClient client, CancellationToken ct)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                var key = new byte[64];
                while (true)
                {
                    var read = await stream.ReadAsync(key, ct);
                    if (read is 0)
                        return;

                    await stream.WriteAsync(key.AsMemory(0, read), ct);
                }
            }
            catch (OperationCanceledException)
            {
                _logger.LogDebug("Line closed by the office");
            }
            catch (IOException ex)
            {
                _logger.LogWarning(ex, "Line broke");
            }
        }
    }
}
