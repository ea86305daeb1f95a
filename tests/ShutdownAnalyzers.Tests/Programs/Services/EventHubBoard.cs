using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Airport.Board;

public sealed record Flight(string Number, string Gate, DateTimeOffset Departs);

public sealed class FlightFeed : IDisposable
{
    private readonly CancellationTokenRegistration _registration;
    private ImmutableList<Channel<Flight>> _readers = [];
    private bool _closed;

    public FlightFeed(IHostApplicationLifetime lifetime)
        => _registration = lifetime.ApplicationStopping.Register(CloseAll);

    public void Publish(Flight flight)
    {
        foreach (var reader in Volatile.Read(ref _readers))
            reader.Writer.TryWrite(flight);
    }

    public async IAsyncEnumerable<Flight> FollowAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var channel = Channel.CreateBounded<Flight>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest });
        ImmutableInterlocked.Update(ref _readers, list => list.Add(channel));
        if (Volatile.Read(ref _closed)) channel.Writer.TryComplete();
        try
        {
            await foreach (var flight in channel.Reader.ReadAllAsync(ct))
                yield return flight;
        }
        finally
        {
            ImmutableInterlocked.Update(ref _readers, list => list.Remove(channel));
        }
    }

    public void Dispose() => _registration.Dispose();

    private void CloseAll()
    {
        Volatile.Write(ref _closed, true);
        foreach (var reader in Volatile.Read(ref _readers))
            reader.Writer.TryComplete();
    }
}

public static class BoardEndpoints
{
    public static IServiceCollection AddBoard(this IServiceCollection services) => services.AddSingleton<FlightFeed>();

    public static void MapBoard(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/flights", (Flight flight, FlightFeed feed) =>
        {
            feed.Publish(flight);
            return Results.Accepted();
        });
        endpoints.MapGet("/flights/live", (FlightFeed feed, CancellationToken ct) => TypedResults.ServerSentEvents(feed.FollowAsync(ct), eventType: "flight"));
    }
}
