using System.Collections.Concurrent;
using System.Net.WebSockets;
using StudyRooms;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Room>();
var app = builder.Build();
app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20), KeepAliveTimeout = TimeSpan.FromSeconds(10) });
app.Map("/room", async (HttpContext context, Room room) =>
{
    if (!context.WebSockets.IsWebSocketRequest) return Results.BadRequest();
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    await room.HostAsync(socket);
    return Results.Empty;
});
await app.RunAsync();

namespace StudyRooms
{
    internal sealed class Member(WebSocket socket) : IDisposable
    {
        private readonly SemaphoreSlim _sending = new(1, 1);
        private readonly CancellationTokenSource _patience = new();

        public WebSocket Socket => socket;

        /// <summary>Never fires while the room is open, only some time after the member was told to leave.</summary>
        public CancellationToken Patience => _patience.Token;

        public async Task SendAsync(ReadOnlyMemory<byte> text)
        {
            if (!await _sending.WaitAsync(TimeSpan.FromSeconds(2))) return;
            try
            {
                if (socket.State == WebSocketState.Open)
                    await socket.SendAsync(text, WebSocketMessageType.Text, true, _patience.Token);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException)
            {
                socket.Abort();
            }
            finally
            {
                _sending.Release();
            }
        }

        public async Task TellToLeaveAsync()
        {
            if (!await _sending.WaitAsync(TimeSpan.FromSeconds(1))) return;
            try
            {
                _patience.CancelAfter(TimeSpan.FromSeconds(3));
                await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "restart", _patience.Token);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                // gone already
            }
            finally
            {
                _sending.Release();
            }
        }

        public void Dispose() => _patience.Dispose();
    }

    internal sealed class Room : IDisposable
    {
        private readonly ConcurrentDictionary<Member, byte> _members = new();
        private readonly CancellationTokenRegistration _closing;
        private volatile bool _closed;

        public Room(IHostApplicationLifetime lifetime) => _closing = lifetime.ApplicationStopping.Register(Close);

        public async Task HostAsync(WebSocket socket)
        {
            using var member = new Member(socket);
            _members[member] = 0;
            try
            {
                if (_closed) await member.TellToLeaveAsync();

                var buffer = new byte[8 * 1024];
                while (true)
                {
                    var received = await socket.ReceiveAsync(buffer.AsMemory(), member.Patience);
                    if (received.MessageType == WebSocketMessageType.Close) break;
                    await Task.WhenAll(_members.Keys.Where(m => m != member).Select(m => m.SendAsync(buffer.AsMemory(0, received.Count))));
                }

                if (socket.State == WebSocketState.CloseReceived) await member.TellToLeaveAsync();
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException)
            {
                socket.Abort();
            }
            finally
            {
                _members.TryRemove(member, out _);
            }
        }

        public void Dispose() => _closing.Dispose();

        private void Close()
        {
            _closed = true;
            Task.WhenAll(_members.Keys.Select(m => m.TellToLeaveAsync())).Wait(TimeSpan.FromSeconds(4));
        }
    }
}
