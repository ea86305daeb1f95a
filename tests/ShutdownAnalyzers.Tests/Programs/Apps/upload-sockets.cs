using System.Net.WebSockets;

var app = WebApplication.Create(args);
app.UseWebSockets();
app.MapGet("/report", SendReport);
app.MapGet("/files/{name}", (string name) =>
{
    var path = Path.Combine(app.Environment.ContentRootPath, Path.GetFileName(name));
    return File.Exists(path)
        ? Results.Stream(body => CopyAsync(path, body), "application/octet-stream")
        : Results.NotFound();
});
app.Run();

static async Task SendReport(HttpContext context)
{
    if (!context.WebSockets.IsWebSocketRequest)
    {
        context.Response.StatusCode = 400;
        return;
    }

    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
    patience.CancelAfter(TimeSpan.FromSeconds(3));

    ValueWebSocketReceiveResult request;
    try
    {
        request = await socket.ReceiveAsync(new byte[256].AsMemory(), patience.Token);
    }
    catch (OperationCanceledException) when (patience.IsCancellationRequested)
    {
        return;
    }

    if (request.MessageType == WebSocketMessageType.Text)
    {
        for (var part = 0; part < 10; part++)
        {
            var text = System.Text.Encoding.UTF8.GetBytes($"part {part} of {request.Count}");
            await socket.SendAsync(text, WebSocketMessageType.Text, part == 9, context.RequestAborted);
        }
    }

    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "done", context.RequestAborted);
}

static async Task CopyAsync(string path, Stream body)
{
    await using var file = File.OpenRead(path);
    var buffer = new byte[16 * 1024];
    while (true)
    {
        var read = await file.ReadAsync(buffer);
        if (read == 0) break;
        await body.WriteAsync(buffer.AsMemory(0, read));
    }
}
