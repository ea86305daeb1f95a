using System.Net.Http;
using System.Net.WebSockets;

namespace ShutdownAnalyzers.Proofs;

/// <summary>The other side of the wire. Told the line with which the program said that it is up; says how the conversation ended.</summary>
internal delegate Task<string> Client(string ready, CancellationToken cancellation);

/// <summary>The clients that proofs use, on the loopback device.</summary>
internal static class Clients
{
    /// <summary>Gets a page, however long it takes: "200, complete", "503, complete", "200, cut" or "reset".</summary>
    public static Client Get(string path) => async (ready, cancellation) =>
    {
        using var http = new HttpClient { BaseAddress = Address(ready), Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellation);
            var status = (int)response.StatusCode;
            try
            {
                await response.Content.ReadAsStringAsync(cancellation);
                return $"{status}, complete";
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return $"{status}, cut";
            }
        }
        catch (HttpRequestException)
        {
            return "reset";
        }
    };

    /// <summary>Listens on a socket and answers a close as browsers do: "closed 1001" or "reset".</summary>
    public static Client WebSocket(string path) => async (ready, cancellation) =>
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(Address(ready)) { Scheme = "ws", Path = path }.Uri, cancellation);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, cancellation);
        try
        {
            var buffer = new byte[1024];
            while ((await socket.ReceiveAsync(buffer, cancellation)).MessageType != WebSocketMessageType.Close)
            {
                // What it says does not matter, only how it ends.
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
            return $"closed {(int?)socket.CloseStatus}";
        }
        catch (WebSocketException)
        {
            return "reset";
        }
    };

    private static Uri Address(string ready) => new(ready.Split(' ')[1]);
}
