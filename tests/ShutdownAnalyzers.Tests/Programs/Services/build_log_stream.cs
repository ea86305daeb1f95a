using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Ci.Logs;

public sealed record LogLine(int Number, string Text);

public interface IBuildLogs
{
    Task<IReadOnlyList<LogLine>> AfterAsync(Guid build, int line, CancellationToken ct);
    bool Finished(Guid build);
}

public sealed class BuildLogStream(IBuildLogs logs, IHostApplicationLifetime lifetime)
{
    public async IAsyncEnumerable<SseItem<LogLine>> FollowAsync(Guid build, int from, [EnumeratorCancellation] CancellationToken request = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(request, lifetime.ApplicationStopping);
        var line = from;
        while (!end.IsCancellationRequested)
        {
            IReadOnlyList<LogLine> fresh;
            try
            {
                fresh = await logs.AfterAsync(build, line, end.Token);
                if (fresh.Count == 0) await Task.Delay(TimeSpan.FromMilliseconds(600), end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                yield break;
            }

            foreach (var next in fresh)
            {
                line = next.Number;
                yield return new SseItem<LogLine>(next, "line") { EventId = line.ToString() };
            }

            if (fresh.Count == 0 && logs.Finished(build)) yield break;
        }
    }
}

public static class BuildLogEndpoints
{
    public static IServiceCollection AddBuildLogs<TLogs>(this IServiceCollection services) where TLogs : class, IBuildLogs
        => services.AddSingleton<IBuildLogs, TLogs>().AddSingleton<BuildLogStream>();

    public static void MapBuildLogs(this IEndpointRouteBuilder endpoints)
    {
        var builds = endpoints.MapGroup("/builds/{build:guid}");
        builds.MapGet("/log", (Guid build, int? from, IBuildLogs logs, CancellationToken ct) => logs.AfterAsync(build, from ?? 0, ct));
        builds.MapGet("/log/live", (Guid build, HttpContext context, BuildLogStream stream) =>
        {
            var last = context.Request.Headers["Last-Event-ID"].ToString();
            var from = int.TryParse(last, out var number) ? number : 0;
            return TypedResults.ServerSentEvents(stream.FollowAsync(build, from, context.RequestAborted));
        });
    }
}
