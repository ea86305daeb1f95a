using System.Collections.Concurrent;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<HoldBook>();
builder.Services.AddSingleton<HoldExpiry>(); //! HAZARD twin SHUT215
builder.Services.AddHostedService<HoldExpiry>(); //! HAZARD twin SHUT215

var app = builder.Build();

app.MapPost("/crossings/{id:int}/holds", (int id, Hold hold, HoldBook book) =>
    book.TryAdd(hold with { Crossing = id }) ? Results.Accepted() : Results.Conflict());

app.MapDelete("/holds/{reference}", (string reference, HoldBook book) =>
    book.Remove(reference) ? Results.NoContent() : Results.NotFound());

app.MapGet("/holds/expired", (HoldExpiry expiry) => new { expiry.Released, expiry.LastRun });

app.Run();

public sealed record Hold(string Reference, int Crossing, int Cars, DateTimeOffset Until);

public sealed class HoldBook
{
    private readonly ConcurrentDictionary<string, Hold> _holds = new();

    public bool TryAdd(Hold hold) => _holds.TryAdd(hold.Reference, hold);

    public bool Remove(string reference) => _holds.TryRemove(reference, out _);

    public IEnumerable<Hold> ExpiredAt(DateTimeOffset now) => _holds.Values.Where(h => h.Until <= now);
}

public sealed class HoldExpiry(HoldBook book, ILogger<HoldExpiry> logger) : BackgroundService
{
    private int _released;

    public int Released => Volatile.Read(ref _released);

    public DateTimeOffset? LastRun { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(15));

        while (await TryTickAsync(timer, stoppingToken)) //! HAZARD tick SHUT104 SHUT101
        {
            LastRun = DateTimeOffset.UtcNow;
            if (Released > 0 && Released % 100 == 0)
                logger.LogInformation("{Count} holds released so far", Released);
        }
    }

    private async Task<bool> TryTickAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            if (!await timer.WaitForNextTickAsync(ct))
                return false;

            foreach (var hold in book.ExpiredAt(DateTimeOffset.UtcNow).ToArray())
            {
                if (book.Remove(hold.Reference))
                    Interlocked.Increment(ref _released);
            }

            return true;
        }
        catch (Exception ex) //! HAZARD tick SHUT104 SHUT101
        {
            logger.LogError(ex, "Could not expire holds");
            return true; //! HAZARD tick SHUT104 SHUT101
        }
    }
}
