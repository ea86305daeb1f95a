using System.Threading.Channels;

namespace Library.Catalogue;

public interface ICatalogueSource
{
    string Name { get; }
    Task<IReadOnlyList<string>> FetchAsync(DateTimeOffset since, CancellationToken cancellationToken);
    ValueTask CloseAsync(CancellationToken cancellationToken);
}

public interface ICatalogueIndex
{
    Task AddAsync(IReadOnlyList<string> records, CancellationToken cancellationToken);
    Task CommitAsync(CancellationToken cancellationToken);
}

public abstract class HarvesterBase<TSource>(TSource source, ILogger logger) : BackgroundService
    where TSource : ICatalogueSource
{
    protected TSource Source { get; } = source;

    public sealed override Task StopAsync(CancellationToken cancellationToken) //! HAZARD stop SHUT201
    {
        logger.LogInformation("Harvester of {Source} stops", Source.Name);
        return ReleaseAsync(cancellationToken);
    }

    protected virtual async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        await Source.CloseAsync(cancellationToken);
    }
}

public sealed class CatalogueHarvester<TSource>(TSource source, ICatalogueIndex index, ILogger<CatalogueHarvester<TSource>> logger)
    : HarvesterBase<TSource>(source, logger)
    where TSource : ICatalogueSource
{
    private DateTimeOffset _since = DateTimeOffset.UnixEpoch;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(15));
        try
        {
            do
            {
                var started = DateTimeOffset.UtcNow;
                var records = await Source.FetchAsync(_since, stoppingToken);
                await index.AddAsync(records, stoppingToken);
                _since = started;
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await index.CommitAsync(grace.Token);
        }
    }
}

public sealed record Hold(string Barcode, string Patron);

public interface IHoldShelf
{
    Task PlaceAsync(Hold hold);
}

public sealed class HoldShelfWorker(IHoldShelf shelf, ILogger<HoldShelfWorker> logger) : BackgroundService
{
    private readonly Channel<Hold> _holds = Channel.CreateUnbounded<Hold>();

    public bool TryPlace(Hold hold) => _holds.Writer.TryWrite(hold);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var hold in _holds.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                await shelf.PlaceAsync(hold);
            }
            catch (InvalidOperationException ex)
            {
                logger.LogWarning(ex, "{Barcode} is not available", hold.Barcode);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _holds.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }
}

public static class CatalogueServices
{
    public static IServiceCollection AddCatalogue<TSource>(this IServiceCollection services)
        where TSource : class, ICatalogueSource
    {
        services.AddSingleton<TSource>();
        services.AddHostedService<CatalogueHarvester<TSource>>();
        services.AddSingleton<HoldShelfWorker>(); //! HAZARD twin SHUT215
        services.AddHostedService<HoldShelfWorker>(); //! HAZARD twin SHUT215
        return services;
    }

    public static void MapHolds(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/holds", (Hold hold, HoldShelfWorker worker) =>
            worker.TryPlace(hold) ? Results.Accepted() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
}
