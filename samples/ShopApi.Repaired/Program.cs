using ShopApi;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Prices>();
builder.Services.AddSingleton<Chat>();
builder.Services.AddSingleton<Registry>();
builder.Services.AddHostedService<Mailer>();
builder.Services.AddHostedService<SignOff>();

var app = builder.Build();
app.UseWebSockets();

app.MapGet("/prices/next", async (Prices prices, IHostApplicationLifetime lifetime, CancellationToken cancellationToken) =>
{
    using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
    while (!ending.IsCancellationRequested)
    {
        if (prices.TryNext(out var price))
        {
            return Results.Ok(price);
        }

        await Task.Delay(500, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
});

app.Map("/chat", async (HttpContext context, Chat chat) =>
{
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    await chat.TalkAsync(socket);
});

app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("The shop is open"));

app.Run();
