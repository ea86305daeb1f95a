using Microsoft.Extensions.Caching.Memory;

namespace Shop.Caching;

public interface IArticleSource
{
    IAsyncEnumerable<(string Key, string Json)> PopularAsync(int top, CancellationToken ct);
}

public sealed class CacheWarmer : IDisposable
{
    private readonly IMemoryCache _cache;
    private readonly IArticleSource _articles;
    private readonly ILogger<CacheWarmer> _logger;
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenRegistration _registration;

    public CacheWarmer(IMemoryCache cache, IArticleSource articles, IHostApplicationLifetime lifetime, ILogger<CacheWarmer> logger)
    {
        _cache = cache;
        _articles = articles;
        _logger = logger;
        _registration = lifetime.ApplicationStopping.Register(_end.Cancel);
    }

    public async Task<int> RunAsync(int top)
    {
        var rounds = 0;
        while (!_end.IsCancellationRequested)
        {
            await WarmAsync(top);
            rounds++;
            await Task.Delay(TimeSpan.FromMinutes(5), _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return rounds;
    }

    private async Task WarmAsync(int top)
    {
        try
        {
            await foreach (var (key, json) in _articles.PopularAsync(top, _end.Token))
                _cache.Set(key, json, TimeSpan.FromMinutes(15));
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            _logger.LogDebug("Warming interrupted");
        }
        catch (Exception ex)
        {
            _logger.LogWarning(ex, "The cache stays cold");
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _end.Dispose();
    }
}

public sealed class CacheWarmerHost(CacheWarmer warmer, ILogger<CacheWarmerHost> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        => logger.LogInformation("{Rounds} rounds of warming", await warmer.RunAsync(top: 200));
}
