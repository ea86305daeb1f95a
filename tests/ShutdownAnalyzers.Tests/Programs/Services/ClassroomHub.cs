using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace School.Classroom;

public sealed class Classroom
{
    private readonly ConcurrentDictionary<string, WebSocket> _seats = new();

    public IDisposable Sit(string pupil, WebSocket socket)
    {
        _seats[pupil] = socket;
        return new Seat(this, pupil);
    }

    public Task SayAsync(string text, CancellationToken ct)
    {
        ReadOnlyMemory<byte> bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return Task.WhenAll(_seats.Values.Select(s => s.SendAsync(bytes, WebSocketMessageType.Text, true, ct).AsTask()));
    }

    public async Task DismissAsync(CancellationToken deadline)
    {
        foreach (var (pupil, socket) in _seats)
        {
            try
            {
                if (socket.State == WebSocketState.Open)
                    await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "school is out", deadline);
            }
            catch (Exception)
            {
                _seats.TryRemove(pupil, out _);
                socket.Abort();
            }
        }
    }

    private sealed class Seat(Classroom room, string pupil) : IDisposable
    {
        public void Dispose() => room._seats.TryRemove(pupil, out _);
    }
}

/// <summary>Rings before the server begins to wait for its connections.</summary>
internal sealed class SchoolBell(Classroom room) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => room.DismissAsync(cancellationToken);
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public static class ClassroomModule
{
    public static IServiceCollection AddClassroom(this IServiceCollection services)
        => services.AddSingleton<Classroom>().AddHostedService<SchoolBell>();

    public static void MapClassroom(this IEndpointRouteBuilder routes)
    {
        routes.Map("/class/{pupil}", async (string pupil, HttpContext context, Classroom room) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            using var seat = room.Sit(pupil, socket);
            var buffer = new byte[1024];
            while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } heard)
                if (heard.EndOfMessage)
                    await room.SayAsync($"{pupil} raises a hand", context.RequestAborted);
        });
    }
}
