using System.Net.WebSockets;
using System.Text;

namespace Exchange.Feed;

public interface IPriceSink
{
    void Push(string json);
}

public sealed class ClientFeedWorker(IPriceSink sink, IConfiguration configuration, ILogger<ClientFeedWorker> logger) : BackgroundService
{
    private readonly Uri _source = new(configuration["Feed:Url"] ?? "wss://feed.local/prices");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var socket = new ClientWebSocket();
                await socket.ConnectAsync(_source, stoppingToken);
                await GreetAsync(socket, stoppingToken);
                await ReceiveAsync(socket, stoppingToken);
            }
            catch (WebSocketException ex)
            {
                logger.LogWarning(ex, "Feed lost");
            }

            await Task.Delay(TimeSpan.FromSeconds(3), stoppingToken);
        }
    }

    private static async Task GreetAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var hello = new byte[128];
        var answer = await socket.ReceiveAsync(hello.AsMemory(), cancellationToken);
        if (answer.MessageType is WebSocketMessageType.Close)
            throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
    }

    private async Task ReceiveAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        var text = new StringBuilder();
        while (socket.State == WebSocketState.Open)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (part.MessageType is WebSocketMessageType.Close) return;

            text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
            if (!part.EndOfMessage) continue;

            sink.Push(text.ToString());
            text.Clear();
        }
    }
}
