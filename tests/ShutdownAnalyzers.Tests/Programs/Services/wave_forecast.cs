using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Surf.Forecast;

public sealed record Wave(string Beach, double Metres, double Period);

public interface IBuoyModel
{
    Task<Wave> LatestAsync(string beach, CancellationToken ct);
}

public sealed class WaveStream(IBuoyModel model, IHostApplicationLifetime lifetime)
{
    public async IAsyncEnumerable<SseItem<Wave>> FollowAsync(string beach, [EnumeratorCancellation] CancellationToken ct = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        for (var id = 1L; !either.IsCancellationRequested; id++)
        {
            var wave = await model.LatestAsync(beach, ct);
            yield return new SseItem<Wave>(wave, "wave") { EventId = id.ToString() };

            await Task.Delay(TimeSpan.FromSeconds(20), either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

public static class WaveEndpoints
{
    public static RouteGroupBuilder MapWaves(this IEndpointRouteBuilder routes)
    {
        var waves = routes.MapGroup("/waves");
        waves.MapGet("{beach}", (string beach, IBuoyModel model, CancellationToken ct) => model.LatestAsync(beach, ct));
        waves.MapGet("{beach}/live", (string beach, WaveStream stream, HttpContext context)
            => TypedResults.ServerSentEvents(stream.FollowAsync(beach, context.RequestAborted)));
        return waves;
    }
}
