using System.Collections.Concurrent;

namespace Language.Memory;

public interface ITranslator
{
    Task<string> TranslateAsync(string text, CancellationToken ct);
}

/// <summary>Work of requests that outlives the request; the host waits for it.</summary>
public sealed class AfterWork : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<long, Task> _open = new();
    private readonly CancellationTokenSource _cut = new();
    private readonly ILogger<AfterWork> _logger;
    private long _next;

    public AfterWork(ILogger<AfterWork> logger) => _logger = logger;

    public void Run(Func<CancellationToken, Task> work)
    {
        var id = Interlocked.Increment(ref _next);
        var task = Task.Run(() => GuardAsync(work));
        _open[id] = task;
        task.ContinueWith((_, key) => _open.TryRemove((long)key!, out Task? _), id, TaskScheduler.Default);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _cut.CancelAfter(TimeSpan.FromSeconds(8));
        var all = Task.WhenAll(_open.Values.ToArray());
        await Task.WhenAny(all, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
        if (!all.IsCompleted)
            _logger.LogWarning("{Count} works are lost", _open.Count);
    }

    public void Dispose() => _cut.Dispose();

    private async Task GuardAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_cut.Token);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "After work failed");
        }
    }
}

public static class MemoryEndpoints
{
    public static IServiceCollection AddAfterWork(this IServiceCollection services)
        => services.AddSingleton<AfterWork>().AddHostedService(sp => sp.GetRequiredService<AfterWork>());

    public static void MapMemory(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/memory/warm", (string[] phrases, ITranslator translator, AfterWork after) =>
        {
            after.Run(async ct =>
            {
                foreach (var phrase in phrases)
                    await translator.TranslateAsync(phrase, ct);
            });
            return TypedResults.Accepted("/memory");
        });
    }
}
