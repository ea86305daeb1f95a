using System.IO.Pipelines;
using System.Net.WebSockets;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddScoped<LyricsSession>();
var app = builder.Build();
app.UseWebSockets(new WebSocketOptions { KeepAliveTimeout = TimeSpan.FromSeconds(20) });

app.Use(async (context, next) =>
{
    if (context.Request.Path == "/sing" && context.WebSockets.IsWebSocketRequest)
        await context.RequestServices.GetRequiredService<LyricsSession>().RunAsync(context.WebSockets, context.RequestAborted); //! HAZARD sing SHUT403
    else
        await next(context);
});

app.Run();

internal sealed class LyricsSession(ILogger<LyricsSession> logger)
{
    private readonly Pipe _pipe = new();

    public async Task RunAsync(WebSocketManager sockets, CancellationToken aborted) //! HAZARD sing SHUT403
    {
        using WebSocket socket = await sockets.AcceptWebSocketAsync("karaoke"); //! HAZARD sing SHUT403
        await Task.WhenAll(FillAsync(), CountAsync());

        async Task FillAsync() //! HAZARD sing SHUT403
        {
            Exception? failure = null;
            try
            {
                for (var open = true; open;) //! HAZARD sing SHUT403
                {
                    var received = await socket.ReceiveAsync(_pipe.Writer.GetMemory(1024), aborted); //! HAZARD sing SHUT403
                    _pipe.Writer.Advance(received.Count);
                    await _pipe.Writer.FlushAsync(aborted);
                    open = received.MessageType != WebSocketMessageType.Close;
                }
            }
            catch (WebSocketException ex)
            {
                failure = ex;
            }

            await _pipe.Writer.CompleteAsync(failure);
        }
    }

    private async Task CountAsync()
    {
        var total = 0L;
        ReadResult read;
        do
        {
            read = await _pipe.Reader.ReadAsync();
            total += read.Buffer.Length;
            _pipe.Reader.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);

        logger.LogInformation("{Total} bytes sung", total);
    }
}
