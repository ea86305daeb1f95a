using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Streaming.Playlists;

public sealed class PlaylistOptions
{
    public Uri Origin { get; set; } = new("http://origin.internal/");
    public string[] Channels { get; set; } = [];
    public TimeSpan Refresh { get; set; } = TimeSpan.FromSeconds(4);
    public TimeSpan Prefetch { get; set; } = TimeSpan.FromMinutes(2);
}

public sealed class PlaylistCache
{
    private readonly ConcurrentDictionary<string, string> _manifests = new(StringComparer.Ordinal);

    public string? this[string channel] => _manifests.GetValueOrDefault(channel);

    public void Put(string channel, string manifest)
    {
        _manifests[channel] = manifest;
    }

    public IEnumerable<string> Segments() => _manifests.Values
        .SelectMany(manifest => manifest.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Where(line => line[0] != '#');
}

internal sealed class ManifestPoller(IHttpClientFactory clients, PlaylistCache cache, IOptions<PlaylistOptions> options, ILogger<ManifestPoller> logger)
    : BackgroundService
{
    private readonly PlaylistOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var origin = clients.CreateClient("origin");
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var channel in _options.Channels)
            {
                try
                {
                    cache.Put(channel, await origin.GetStringAsync($"{channel}/live.m3u8", stoppingToken));
                }
                catch (Exception e) when (e is not OperationCanceledException) //! HAZARD timeout SHUT106
                {
                    logger.LogWarning(e, "No manifest for {Channel}", channel);
                }
            }

            await Task.Delay(_options.Refresh, stoppingToken);
        }
    }
}

internal sealed class SegmentPrefetcher : BackgroundService
{
    private readonly CancellationTokenSource _prefetching = new(); //! HAZARD private SHUT110
    private readonly IHttpClientFactory _clients;
    private readonly PlaylistCache _cache;
    private readonly PlaylistOptions _options;
    private readonly ILogger<SegmentPrefetcher> _logger;

    public SegmentPrefetcher(IHttpClientFactory clients, PlaylistCache cache, IOptions<PlaylistOptions> options, ILogger<SegmentPrefetcher> logger)
    {
        _clients = clients;
        _cache = cache;
        _options = options.Value;
        _logger = logger;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PrefetchAsync(_prefetching.Token); //! HAZARD private SHUT110 SHUT101

    private async Task PrefetchAsync(CancellationToken token)
    {
        var warm = new HashSet<string>();
        while (!token.IsCancellationRequested) //! HAZARD private SHUT110 SHUT101
        {
            foreach (var segment in _cache.Segments().Where(warm.Add).ToList())
                await WarmAsync(segment, token);

            if (warm.Count > 100_000) warm.Clear();
            await Task.Delay(_options.Prefetch, token); //! HAZARD private SHUT110 SHUT102
        }
    }

    private async Task WarmAsync(string segment, CancellationToken token)
    {
        try
        {
            using var response = await _clients.CreateClient("edge").GetAsync(segment, HttpCompletionOption.ResponseHeadersRead, token);
            _logger.LogDebug("{Segment}: {Status}", segment, response.StatusCode);
        }
        catch (HttpRequestException ex)
        {
            _logger.LogDebug(ex, "{Segment} stays cold", segment);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            _logger.LogDebug("{Segment} took too long", segment);
        }
    }

    public override void Dispose()
    {
        _prefetching.Dispose();
        base.Dispose();
    }
}

public static class PlaylistServices
{
    public static IServiceCollection AddPlaylists(this IServiceCollection services, Action<PlaylistOptions> configure)
    {
        services.Configure(configure);
        services.AddSingleton<PlaylistCache>();
        services.AddHttpClient("origin", (sp, http) =>
        {
            http.BaseAddress = sp.GetRequiredService<IOptions<PlaylistOptions>>().Value.Origin;
            http.Timeout = TimeSpan.FromSeconds(3);
        });
        services.AddHttpClient("edge", http => http.BaseAddress = new Uri("http://edge.internal/"));
        services.AddHostedService<ManifestPoller>();
        services.AddHostedService<SegmentPrefetcher>();
        return services;
    }
}
