using System.Collections.Concurrent;

namespace Catalog.Cache;

public interface IProductSource
{
    Task<IReadOnlyDictionary<int, string>> LoadAsync(CancellationToken cancellationToken);
}

public sealed class WarmCache : BackgroundService
{
    private readonly ConcurrentDictionary<int, string> _names = new();
    private readonly IProductSource _source;
    private readonly ILogger<WarmCache> _logger;

    public WarmCache(IProductSource source, ILogger<WarmCache> logger)
    {
        _source = source;
        _logger = logger;
    }

    public string? this[int id] => _names.GetValueOrDefault(id);

    public override async Task StartAsync(CancellationToken cancellationToken) //! HAZARD start SHUT202
    {
        // the first requests must find a full cache
        await FillAsync(cancellationToken);
        _logger.LogInformation("{Count} names are warm", _names.Count);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(15));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await FillAsync(stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                _logger.LogWarning(ex, "The names get old");
            }
        }
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        foreach (var (id, name) in await _source.LoadAsync(cancellationToken))
            _names[id] = name;
    }
}
