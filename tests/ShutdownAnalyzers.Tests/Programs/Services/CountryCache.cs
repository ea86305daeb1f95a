using System.Collections.Frozen;

namespace Shop.Countries;

public sealed record Country(string Code, string Name, decimal VatRate);

public interface ICountrySource
{
    Task<IReadOnlyList<Country>> LoadAsync(CancellationToken cancellationToken);
}

public sealed class CountryCache
{
    private FrozenDictionary<string, Country> _countries = FrozenDictionary<string, Country>.Empty;

    public Country? Find(string code) => _countries.GetValueOrDefault(code);

    internal void Replace(IEnumerable<Country> countries)
        => Volatile.Write(ref _countries, countries.ToFrozenDictionary(c => c.Code, StringComparer.OrdinalIgnoreCase));
}

public sealed class CountryRefresher : BackgroundService
{
    private readonly ICountrySource _source;
    private readonly CountryCache _cache;
    private readonly ILogger<CountryRefresher> _logger;

    public CountryRefresher(ICountrySource source, CountryCache cache, ILogger<CountryRefresher> logger)
    {
        _source = source;
        _cache = cache;
        _logger = logger;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _cache.Replace(await _source.LoadAsync(cancellationToken));
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(30));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RefreshAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _logger.LogInformation("Country refresh ends");
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            _cache.Replace(await _source.LoadAsync(cancellationToken));
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.LogWarning(ex, "The old countries stay");
        }
    }
}

public static class CountryModule
{
    public static IServiceCollection AddCountries<TSource>(this IServiceCollection services)
        where TSource : class, ICountrySource
    {
        services.AddSingleton<CountryCache>();
        services.AddSingleton<ICountrySource, TSource>();
        return services.AddHostedService<CountryRefresher>();
    }
}
