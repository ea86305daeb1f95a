using System.Net;
using System.Net.Sockets;

namespace Market.Scales;

public interface IWeighings
{
    Task AddAsync(string scale, string line);
}

public sealed class ScaleServer(IWeighings weighings, IConfiguration configuration, ILogger<ScaleServer> logger) : BackgroundService
{
    private readonly TcpListener _listener = new(IPAddress.Any, configuration.GetValue("Scales:Port", 4001));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _listener.Start();
        var open = new List<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (SocketException ex) when (ex.SocketErrorCode is SocketError.OperationAborted or SocketError.Interrupted)
            {
                break;
            }
            catch (InvalidOperationException)
            {
                break;
            }

            open.RemoveAll(t => t.IsCompleted);
            open.Add(ServeAsync(client, stoppingToken));
        }

        await Task.WhenAll(open);
        logger.LogInformation("All scales are gone");
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _listener.Stop();
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _listener.Dispose();
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stoppingToken)
    {
        using var owned = client;
        var name = client.Client.RemoteEndPoint?.ToString() ?? "?";
        try
        {
            using var reader = new StreamReader(client.GetStream());
            while (await reader.ReadLineAsync(stoppingToken) is { } line)
                await weighings.AddAsync(name, line);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug("{Scale} was told goodbye", name);
        }
        catch (IOException ex)
        {
            logger.LogDebug(ex, "{Scale} broke", name);
        }
    }
}
