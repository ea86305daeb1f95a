using System.Collections.Concurrent;

var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
var orders = new ConcurrentQueue<string>();

app.MapGet("/orders/next", async (HttpContext context) =>
{
    Console.WriteLine("busy");
    string? order;
    while (!orders.TryDequeue(out order))
    {
        await Task.Delay(TimeSpan.FromMilliseconds(200), context.RequestAborted);
    }

    return Results.Ok(order);
});

app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"ready {app.Urls.First()}"));
app.Run();
