using System.Collections.Concurrent;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<KeyDesk>();
builder.Services.AddSingleton<KeyWriter>();
builder.Services.AddHostedService(sp => sp.GetRequiredService<KeyWriter>());

var app = builder.Build();

app.MapPost("/rooms/{room:int}/keys", async (int room, KeyDesk desk, CancellationToken ct) =>
{
    var request = desk.Ask(room);

    using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
    patience.CancelAfter(TimeSpan.FromSeconds(8));
    try
    {
        return Results.Ok(new { room, code = await request.Code.Task.WaitAsync(patience.Token) });
    }
    catch (OperationCanceledException) when (!ct.IsCancellationRequested)
    {
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
});

app.MapGet("/rooms/{room:int}/doors", async (int room, KeyDesk desk, CancellationToken ct) =>
{
    for (var look = 0; look < 6; look++)
    {
        if (desk.LastOpened(room) is { } opened)
            return Results.Ok(new { room, opened });

        await Task.Delay(TimeSpan.FromMilliseconds(500), ct);
    }

    return Results.NoContent();
});

await app.RunAsync();

internal sealed record KeyRequest(int Room, TaskCompletionSource<string> Code);

internal sealed class KeyDesk
{
    private readonly ConcurrentQueue<KeyRequest> _requests = new();
    private readonly ConcurrentDictionary<int, DateTimeOffset> _opened = new();

    public KeyRequest Ask(int room)
    {
        var request = new KeyRequest(room, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _requests.Enqueue(request);
        return request;
    }

    public bool TryNext(out KeyRequest request) => _requests.TryDequeue(out request!);

    public void Opened(int room) => _opened[room] = DateTimeOffset.UtcNow;

    public DateTimeOffset? LastOpened(int room) => _opened.TryGetValue(room, out var at) ? at : null;
}

internal sealed class KeyWriter(KeyDesk desk, ILogger<KeyWriter> logger) : BackgroundService
{
    private const int Digits = 6;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (desk.TryNext(out var request))
                    Write(request);
                else
                    await Task.Delay(TimeSpan.FromMilliseconds(200), stoppingToken);
            }
        }
        finally
        {
            while (desk.TryNext(out var left))
                left.Code.TrySetCanceled(CancellationToken.None);
        }
    }

    private void Write(KeyRequest request)
    {
        var code = string.Concat(Enumerable.Range(0, Digits).Select(_ => Random.Shared.Next(10)));
        request.Code.TrySetResult(code);
        desk.Opened(request.Room);
        logger.LogInformation("Key for {Room} written", request.Room);
    }
}
