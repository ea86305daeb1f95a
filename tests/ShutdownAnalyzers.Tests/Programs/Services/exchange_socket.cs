using System.Net.WebSockets;
using System.Text.Json;

namespace Crypto.Exchange;

public sealed record Trade(string Pair, decimal Price, decimal Amount);

public interface ITradeTape
{
    void Add(Trade trade);
}

public sealed class ExchangeSocket(ITradeTape tape, IConfiguration configuration, ILogger<ExchangeSocket> logger) : BackgroundService
{
    private readonly Uri _address = new(configuration["Exchange:Stream"] ?? "wss://stream.exchange.example/trades");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(ex, "The exchange hung up");
            }

            await Task.Delay(TimeSpan.FromSeconds(3), stoppingToken);
        }
    }

    private async Task RunOnceAsync(CancellationToken stop)
    {
        using var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(15);
        await socket.ConnectAsync(_address, stop);

        using var patience = new CancellationTokenSource();
        await using var closing = stop.Register(() =>
        {
            patience.CancelAfter(TimeSpan.FromSeconds(2));
            _ = SayGoodbyeAsync(socket);
        });

        var buffer = new byte[8192];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            if (received.MessageType == WebSocketMessageType.Close) return;
            if (!received.EndOfMessage) throw new InvalidDataException("oversized trade");
            if (JsonSerializer.Deserialize<Trade>(buffer.AsSpan(0, received.Count)) is { } trade) tape.Add(trade);
        }
    }

    private async Task SayGoodbyeAsync(ClientWebSocket socket)
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "shutting down", CancellationToken.None);
        }
        catch (Exception ex) when (ex is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            logger.LogDebug(ex, "No goodbye");
        }
    }
}
