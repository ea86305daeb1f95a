using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Transit.Stops;

public sealed record Departure(string Line, int Minutes);

public interface ITimetable
{
    Departure? Next(string stop);
}

public static class StopEvents
{
    public static void MapStopEvents(this WebApplication app)
        => app.MapGet("/stops/{stop}/events", (string stop, ITimetable timetable, IHostApplicationLifetime lifetime, HttpContext context)
            => TypedResults.ServerSentEvents(Departures(stop, timetable, lifetime.ApplicationStopping, context.RequestAborted)));

    private static async IAsyncEnumerable<SseItem<Departure>> Departures(
        string stop,
        ITimetable timetable,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken aborted)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
        Departure? last = null;
        while (!ended.IsCancellationRequested)
        {
            var next = timetable.Next(stop);
            if (next is not null && next != last)
                yield return new SseItem<Departure>(last = next, "departure");

            await Task.Delay(TimeSpan.FromSeconds(2), ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

public sealed class FixedTimetable : ITimetable
{
    public Departure? Next(string stop)
    {
        var minute = DateTime.UtcNow.Minute;
        return new Departure(stop.Length % 2 == 0 ? "12" : "7", 10 - minute % 10);
    }
}

public static class Program
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<ITimetable, FixedTimetable>();
        var app = builder.Build();
        app.MapStopEvents();
        app.Run();
    }
}
