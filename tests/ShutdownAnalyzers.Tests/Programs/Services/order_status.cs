using System.Collections.Concurrent;
using System.Threading.Channels;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<OrderBook>();
builder.Services.AddSingleton<OrderStatistics>(); //! HAZARD twin SHUT215
builder.Services.AddHostedService<OrderStatistics>(); //! HAZARD twin SHUT215
builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.WriteIndented = false);

var app = builder.Build();
var orders = app.MapGroup("/orders");

orders.MapPost("/", (NewOrder order, OrderBook book) =>
{
    if (order.Quantity <= 0) return Results.ValidationProblem(new Dictionary<string, string[]> { ["quantity"] = ["must be positive"] });
    var id = book.Place(order);
    return Results.Created($"/orders/{id}", new { id });
});

orders.MapPut("/{id:int}/{state}", (int id, OrderState state, OrderBook book) => book.Move(id, state) ? Results.NoContent() : Results.NotFound());

orders.MapGet("/{id:int}/next", async (int id, OrderBook book, CancellationToken gone) => //! HAZARD next SHUT401
{
    if (book.Follow(id) is not { } changes) return Results.NotFound();
    try
    {
        while (await changes.WaitToReadAsync(gone)) //! HAZARD next SHUT401
        {
            if (changes.TryRead(out var state)) return Results.Ok(new { id, state });
        }

        return Results.StatusCode(StatusCodes.Status410Gone);
    }
    finally
    {
        book.Unfollow(id, changes);
    }
});

orders.MapGet("/statistics", (OrderStatistics statistics) => statistics.PerMinute);

await app.RunAsync();

internal sealed record NewOrder(string Article, int Quantity);

internal enum OrderState { Placed, Packed, Shipped, Delivered }

internal sealed class OrderBook
{
    private readonly ConcurrentDictionary<int, OrderState> _states = new();
    private readonly ConcurrentDictionary<int, ConcurrentDictionary<ChannelReader<OrderState>, ChannelWriter<OrderState>>> _followers = new();
    private int _last;

    public int Last => Volatile.Read(ref _last);

    public int Place(NewOrder order)
    {
        var id = Interlocked.Increment(ref _last);
        _states[id] = OrderState.Placed;
        _followers[id] = new();
        return id;
    }

    public bool Move(int id, OrderState state)
    {
        if (!_states.TryGetValue(id, out var old) || !_states.TryUpdate(id, state, old)) return false;
        foreach (var writer in _followers[id].Values)
        {
            writer.TryWrite(state);
            if (state is OrderState.Delivered) writer.TryComplete();
        }

        return true;
    }

    public ChannelReader<OrderState>? Follow(int id)
    {
        if (!_followers.TryGetValue(id, out var followers)) return null;
        var channel = Channel.CreateUnbounded<OrderState>();
        followers.TryAdd(channel.Reader, channel.Writer);
        return channel.Reader;
    }

    public void Unfollow(int id, ChannelReader<OrderState> reader) => _followers[id].TryRemove(reader, out _);
}

internal sealed class OrderStatistics(OrderBook book) : BackgroundService
{
    private volatile int _perMinute;

    public int PerMinute => _perMinute;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        for (var before = book.Last; await timer.WaitForNextTickAsync(stoppingToken); before = book.Last)
            _perMinute = book.Last - before;
    }
}
