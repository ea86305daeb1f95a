using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Optician.Edger;

public interface IJobTickets
{
    Task<string?> TraceAsync(string ticket, CancellationToken ct);
}

public sealed class LensEdgerGateway : BackgroundService
{
    private readonly ConcurrentDictionary<long, Task> _calls = new();
    private readonly IJobTickets _tickets;
    private readonly ILogger _logger;
    private readonly int _port;

    public LensEdgerGateway(IJobTickets tickets, IConfiguration configuration, ILoggerFactory loggers)
    {
        _tickets = tickets;
        _logger = loggers.CreateLogger("edger");
        _port = configuration.GetValue("Edger:Port", 9210);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listener = new TcpListener(IPAddress.Any, _port);
        listener.Start();
        using var closing = stoppingToken.Register(static state => ((TcpListener)state!).Stop(), listener);

        try
        {
            for (long id = 0; ; id++)
            {
                TcpClient client;
                try
                {
                    client = await listener.AcceptTcpClientAsync();
                }
                catch (Exception ex) when (ex is SocketException or ObjectDisposedException or InvalidOperationException && stoppingToken.IsCancellationRequested)
                {
                    return;
                }

                Track(id, ServeAsync(client, stoppingToken));
            }
        }
        finally
        {
            listener.Stop();
            await Task.WhenAll(_calls.Values);
        }
    }

    private void Track(long id, Task call)
    {
        _calls[id] = call;
        call.ContinueWith((_, state) => _calls.TryRemove((long)state!, out Task? _), id, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stoppingToken)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream());
                await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
                while (await reader.ReadLineAsync(stoppingToken) is { Length: > 0 } ticket)
                    await writer.WriteLineAsync(await _tickets.TraceAsync(ticket, stoppingToken) ?? "UNKNOWN");
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                _logger.LogDebug("Edger line closed");
            }
            catch (Exception ex)
            {
                _logger.LogWarning(ex, "Edger line failed");
            }
        }
    }
}
