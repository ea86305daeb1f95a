#nullable disable
using System.Net.WebSockets;
using System.Text;

namespace Markets.Feeds
{
    public interface IQuoteBook
    {
        void Apply(string line);
    }

    public class QuoteFeed : BackgroundService
    {
        private readonly IQuoteBook _book;
        private readonly Uri _address;
        private readonly byte[] _buffer = new byte[16 * 1024];

        public QuoteFeed(IQuoteBook book, IConfiguration configuration)
        {
            _book = book;
            _address = new Uri(configuration["Feed:Address"]);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD outer SHUT101 SHUT104
        {
            while (true) //! HAZARD outer SHUT101 SHUT104
            {
                using (var socket = new ClientWebSocket())
                {
                    try
                    {
                        await socket.ConnectAsync(_address, stoppingToken);
                        while (!stoppingToken.IsCancellationRequested && socket.State == WebSocketState.Open) //! HAZARD outer SHUT101 SHUT104
                        {
                            var line = await ReadLineAsync(socket, stoppingToken);
                            if (line == null) break;
                            _book.Apply(line);
                        }
                    }
                    catch (Exception e) when (e is WebSocketException || e is OperationCanceledException) //! HAZARD outer SHUT101 SHUT104
                    {
                        Console.Error.WriteLine("feed: " + e.Message);
                    }
                }
            }
        }

        private async Task<string> ReadLineAsync(WebSocket socket, CancellationToken token)
        {
            var text = new StringBuilder();
            WebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(new ArraySegment<byte>(_buffer), token);
                if (part.MessageType == WebSocketMessageType.Close) return null;
                text.Append(Encoding.UTF8.GetString(_buffer, 0, part.Count));
            }
            while (!part.EndOfMessage);
            return text.ToString();
        }
    }
}
