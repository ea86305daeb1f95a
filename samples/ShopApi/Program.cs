using ShopApi;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Prices>();
builder.Services.AddSingleton<Chat>();
builder.Services.AddSingleton<Registry>();
builder.Services.AddHostedService<Mailer>();

var app = builder.Build();
app.UseWebSockets();

app.MapGet("/prices/next", async (Prices prices, CancellationToken cancellationToken) =>
{
    while (!cancellationToken.IsCancellationRequested) // SHUT401
    {
        if (prices.TryNext(out var price))
        {
            return Results.Ok(price);
        }

        await Task.Delay(500, cancellationToken);
    }

    return Results.NoContent();
});

app.Map("/chat", async (HttpContext context, Chat chat) =>
{
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    await chat.TalkAsync(socket);
});

var registry = app.Services.GetRequiredService<Registry>();
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("The shop is open"));
app.Lifetime.ApplicationStopping.Register(async () => await registry.SignOffAsync()); // SHUT301

app.Run();
