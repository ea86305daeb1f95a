namespace Press.SharePrices;

public sealed record Price(string Isin, decimal Euro);

public interface IPriceSource
{
    Task<IReadOnlyList<Price>> AllAsync();
}

public interface IPageCache
{
    Task<int> VersionAsync();
    Task PublishAsync(int version, IReadOnlyList<Price> prices);
}

public sealed class PricePublisher(IPriceSource source, IPageCache pages, ILogger<PricePublisher> logger) : IHostedService, IDisposable
{
    private Timer? _timer;
    private int _busy;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(OnTick, null, TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(2)); //! HAZARD tick SHUT209
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) //! HAZARD tick SHUT209
    {
        _timer?.Change(Timeout.Infinite, Timeout.Infinite); //! HAZARD tick SHUT209
        logger.LogInformation("No more prices");
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose(); //! HAZARD tick SHUT209

    private async void OnTick(object? state) //! HAZARD tick SHUT209
    {
        if (Interlocked.Exchange(ref _busy, 1) == 1) return;
        try
        {
            var prices = await source.AllAsync();
            var version = await pages.VersionAsync();
            await pages.PublishAsync(version + 1, prices);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Prices were not published");
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }
}

public static class PriceServices
{
    public static IHostApplicationBuilder AddPrices<TSource, TPages>(this IHostApplicationBuilder builder)
        where TSource : class, IPriceSource
        where TPages : class, IPageCache
    {
        builder.Services.AddSingleton<IPriceSource, TSource>().AddSingleton<IPageCache, TPages>();
        builder.Services.AddHostedService<PricePublisher>();
        return builder;
    }
}
