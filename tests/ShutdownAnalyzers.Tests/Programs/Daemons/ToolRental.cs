using System.Collections.Concurrent;
using Rental;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Shelf>();
builder.Services.AddSingleton<StopState>();
builder.Services.AddHostedService<ReturnClerk>();
builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(40));

var app = builder.Build();
var state = app.Services.GetRequiredService<StopState>();
app.Lifetime.ApplicationStopping.Register(() =>
{
    state.Leave();
    if (app.Environment.IsProduction())
        Thread.Sleep(TimeSpan.FromSeconds(5)); // the load balancer polls every two seconds
});

app.Use((context, next) =>
{
    if (state.Leaving) context.Response.Headers.Connection = "close";
    return next(context);
});
app.MapGet("/health/ready", (StopState stop) => stop.Leaving ? Results.StatusCode(503) : Results.Ok());
app.MapPost("/tools/{tool}/return", (string tool, Shelf shelf) => shelf.Return(tool));
app.MapPost("/tools/{tool}/rent", RentAsync);
await app.RunAsync();

// waits at most twelve seconds, which is less than the time the host has for its requests
static async Task<IResult> RentAsync(string tool, Shelf shelf, CancellationToken aborted)
{
    using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
    patience.CancelAfter(TimeSpan.FromSeconds(12));
    try
    {
        while (!shelf.TryTake(tool))
            await Task.Delay(250, patience.Token);

        return Results.Ok(new { tool, until = DateTimeOffset.UtcNow.AddDays(1) });
    }
    catch (OperationCanceledException) when (patience.IsCancellationRequested)
    {
        return Results.Conflict(new { tool, reason = "all rented" });
    }
}

namespace Rental
{
    internal sealed class StopState
    {
        private int _leaving;

        public bool Leaving => Volatile.Read(ref _leaving) == 1;

        public void Leave() => Interlocked.Exchange(ref _leaving, 1);
    }

    internal sealed class Shelf
    {
        private readonly ConcurrentDictionary<string, int> _free = new(StringComparer.OrdinalIgnoreCase);

        public ICollection<string> Tools => _free.Keys;

        public void Return(string tool) => _free.AddOrUpdate(tool, 1, (_, free) => free + 1);

        public bool TryTake(string tool)
        {
            while (_free.TryGetValue(tool, out var free) && free > 0)
            {
                if (_free.TryUpdate(tool, free - 1, free)) return true;
            }

            return false;
        }
    }

    /// <summary>Watches the state instead of a token: it is polled every second, so it ends at most a second later.</summary>
    internal sealed class ReturnClerk(Shelf shelf, StopState state, ILogger<ReturnClerk> logger) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            for (var second = 0; !state.Leaving; second++)
            {
                if (second % 60 == 0)
                    logger.LogInformation("{Count} kinds of tools on the shelf", shelf.Tools.Count);

                await Task.Delay(1000, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stoppingToken.IsCancellationRequested) break;
            }
        }
    }
}
