using System.Collections.Concurrent;
using Auctions;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<BidBook>();
builder.Services.AddSingleton<HouseDirectory>();

var app = builder.Build();
app.MapAuctions();
app.Lifetime.ApplicationStarted.Register(() => app.Logger.LogInformation("The auction house is open"));
app.Lifetime.ApplicationStopping.Register(LeaveDirectory); //! HAZARD leave SHUT301

var admin = WebApplication.CreateSlimBuilder().Build();
admin.Urls.Add("http://localhost:9191");
admin.MapGet("/bids", () => app.Services.GetRequiredService<BidBook>().Total);
_ = admin.RunAsync(); //! HAZARD admin SHUT307

await app.RunAsync();

async void LeaveDirectory() //! HAZARD leave SHUT301
{
    var directory = app.Services.GetRequiredService<HouseDirectory>();
    await directory.RemoveAsync(Environment.MachineName); //! HAZARD leave SHUT301
    app.Logger.LogInformation("Left the directory");
}

namespace Auctions
{
    internal sealed record Bid(string Lot, decimal Amount, string Bidder);

    internal sealed class HouseDirectory
    {
        public Task RemoveAsync(string house) => Task.Delay(house.Length * 20);
    }

    internal sealed class BidBook
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource<Bid>> _next = new();
        private long _total;

        public long Total => Interlocked.Read(ref _total);

        public void Place(Bid bid)
        {
            Interlocked.Increment(ref _total);
            if (_next.TryRemove(bid.Lot, out var waiting)) waiting.TrySetResult(bid);
        }

        public Task<Bid> NextAsync(string lot)
            => _next.GetOrAdd(lot, _ => new TaskCompletionSource<Bid>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    internal static class AuctionEndpoints
    {
        public static void MapAuctions(this IEndpointRouteBuilder endpoints)
        {
            var lots = endpoints.MapGroup("/lots/{lot}");
            lots.MapPost("/bids", (string lot, Bid bid, BidBook book) => book.Place(bid with { Lot = lot }));
            lots.MapGet("/bids/next", NextBidAsync); //! HAZARD poll SHUT401
        }

        private static async Task<IResult> NextBidAsync(string lot, decimal above, BidBook book, CancellationToken cancellationToken) //! HAZARD poll SHUT401
        {
            Bid bid;
            do //! HAZARD poll SHUT401
            {
                bid = await book.NextAsync(lot).WaitAsync(cancellationToken); //! HAZARD poll SHUT401
            }
            while (bid.Amount <= above);

            return Results.Ok(bid);
        }
    }
}
