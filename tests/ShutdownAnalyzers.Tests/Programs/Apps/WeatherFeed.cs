using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Grpc.Core;

namespace Weather.Feed;

public sealed record Observation(DateTimeOffset At, double Celsius);

public interface IStation
{
    Observation Now();
}

public sealed class ObservationStream(IStation station, IHostApplicationLifetime lifetime)
{
    public async IAsyncEnumerable<Observation> ReadAsync([EnumeratorCancellation] CancellationToken gone = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(gone, lifetime.ApplicationStopping);
        while (!ended.IsCancellationRequested)
        {
            yield return station.Now();
            await Task.Delay(TimeSpan.FromSeconds(5), ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task CopyToAsync(IServerStreamWriter<Observation> writer, ServerCallContext call)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        try
        {
            while (await timer.WaitForNextTickAsync(ended.Token))
                await writer.WriteAsync(station.Now(), call.CancellationToken);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "restarting"));
        }
    }
}

public static class WeatherFeed
{
    public static void MapWeather(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/now", (IStation station) => station.Now());
        endpoints.MapGet("/feed", (ObservationStream stream, CancellationToken ct) => TypedResults.ServerSentEvents(Items(stream, ct)));
        endpoints.MapGet("/feed.json", (ObservationStream stream) => stream.ReadAsync());
    }

    private static async IAsyncEnumerable<SseItem<double>> Items(ObservationStream stream, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var observation in stream.ReadAsync(ct))
            yield return new SseItem<double>(observation.Celsius, "temperature");
    }
}
