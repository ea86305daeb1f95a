using System.Runtime.CompilerServices;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Hall>();
builder.Services.AddSingleton<Hammer>();
builder.Services.AddHostedService(sp => sp.GetRequiredService<Hammer>());

if (builder.Environment.IsDevelopment())
    builder.Services.AddHostedService(_ => new Herald("rehearsal", TimeSpan.FromSeconds(2)));
else
    builder.Services.AddHostedService(_ => new Herald("auction", TimeSpan.FromMinutes(1)));

var app = builder.Build();

app.MapPost("/bids", (Bid bid, Hall hall) => hall.Offer(bid) ? Results.Ok() : Results.Conflict());
app.MapGet("/bids/stream", (Hall hall, HttpContext context, IHostApplicationLifetime lifetime) =>
{
    var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
    context.Response.RegisterForDispose(ended);
    return TypedResults.ServerSentEvents(hall.FollowAsync(ended.Token), "bid");
});

await app.RunAsync();

public sealed record Bid(string Lot, string Bidder, decimal Amount);

public sealed class Hall
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Bid> _best = [];
    private volatile Bid? _last;

    public bool Offer(Bid bid)
    {
        lock (_gate)
        {
            if (_best.TryGetValue(bid.Lot, out var best) && best.Amount >= bid.Amount)
                return false;
            _best[bid.Lot] = bid;
        }

        _last = bid;
        return true;
    }

    public IReadOnlyList<Bid> Close()
    {
        lock (_gate)
        {
            var sold = _best.Values.ToList();
            _best.Clear();
            return sold;
        }
    }

    public async IAsyncEnumerable<Bid> FollowAsync([EnumeratorCancellation] CancellationToken ct)
    {
        Bid? seen = null;
        while (!ct.IsCancellationRequested)
        {
            if (_last is { } bid && bid != seen)
                yield return seen = bid;

            await Task.Delay(250, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

public sealed class Hammer(Hall hall, ILogger<Hammer> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMinutes(10), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Knock();
        }

        logger.LogInformation("The hall is closed");
    }

    private void Knock()
    {
        foreach (var bid in hall.Close())
            logger.LogInformation("{Lot} goes to {Bidder} for {Amount}", bid.Lot, bid.Bidder, bid.Amount);
    }
}

public sealed class Herald(string name, TimeSpan pace) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pace);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await Console.Out.WriteLineAsync($"The {name} goes on");
    }
}
