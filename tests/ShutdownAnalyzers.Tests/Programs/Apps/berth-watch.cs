using System.Collections.Concurrent;

namespace Harbour.Berths;

internal sealed class BerthWatchers : BackgroundService
{
    private readonly ConcurrentDictionary<string, StreamWriter> _clients = new(); //! HAZARD clients SHUT405 SHUT401 SHUT402
    private readonly IBerthPlan _plan;

    public BerthWatchers(IBerthPlan plan) => _plan = plan;

    public async Task WatchAsync(HttpContext context) //! HAZARD clients SHUT405 SHUT401 SHUT402
    {
        context.Response.ContentType = "text/plain";
        await using var writer = new StreamWriter(context.Response.Body) { NewLine = "\n" };
        _clients[context.TraceIdentifier] = writer; //! HAZARD clients SHUT405
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted); //! HAZARD clients SHUT401 SHUT402 SHUT405
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
        finally
        {
            _clients.TryRemove(context.TraceIdentifier, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var line = string.Join(',', _plan.Free());
            foreach (var client in _clients.Values)
            {
                await client.WriteLineAsync(line.AsMemory(), stoppingToken);
                await client.FlushAsync(stoppingToken);
            }
        }
    }
}

public interface IBerthPlan
{
    IEnumerable<int> Free();
}

public static class BerthModule
{
    public static IServiceCollection AddBerths(this IServiceCollection services)
    {
        services.AddSingleton<BerthWatchers>(); //! HAZARD clients SHUT405
        return services.AddHostedService(static sp => sp.GetRequiredService<BerthWatchers>());
    }

    public static void MapBerths(this WebApplication app) =>
        app.MapGet("/berths/watch", (HttpContext context) => context.RequestServices.GetRequiredService<BerthWatchers>().WatchAsync(context)); //! HAZARD clients SHUT405 SHUT401 SHUT402
}
