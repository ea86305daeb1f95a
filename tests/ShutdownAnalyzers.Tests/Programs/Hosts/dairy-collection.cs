namespace Dairy.Collection;

public sealed record Farm(string Name, double Litres);

public interface IRouteBook
{
    Task<IReadOnlyList<Farm>> TodayAsync(string route, CancellationToken ct);
    Task MarkAsync(Farm farm, CancellationToken ct);
}

public interface ITanker
{
    Task<double> PumpAsync(Farm farm, CancellationToken ct);
    Task WaitUntilEmptiedAsync(CancellationToken ct);
}

public sealed class Ramp
{
    private readonly SemaphoreSlim _places = new(2, 2);

    public async Task<IDisposable> EnterAsync(CancellationToken ct = default)
    {
        await _places.WaitAsync(ct);
        return new Place(_places);
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                places.Release();
        }
    }
}

public class RouteWorker : BackgroundService
{
    private readonly string _route;
    private readonly IRouteBook _book;
    private readonly ITanker _tanker;
    private readonly Ramp _ramp;
    private readonly ILogger<RouteWorker> _logger;

    public RouteWorker(string route, IRouteBook book, ITanker tanker, Ramp ramp, ILogger<RouteWorker> logger)
    {
        _route = route;
        _book = book;
        _tanker = tanker;
        _ramp = ramp;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var total = 0.0;
            foreach (var farm in await _book.TodayAsync(_route, stoppingToken))
            {
                total += await _tanker.PumpAsync(farm, stoppingToken);
                await _book.MarkAsync(farm, CancellationToken.None);
            }

            using (await _ramp.EnterAsync()) //! HAZARD ramp SHUT102
            {
                await _tanker.WaitUntilEmptiedAsync(stoppingToken);
            }

            _logger.LogInformation("{Route}: {Litres:F0} l", _route, total);
            await Task.Delay(TimeSpan.FromHours(12), stoppingToken);
        }
    }
}

public static class DairyServices
{
    public static IServiceCollection AddDairy(this IServiceCollection services)
    {
        services.AddSingleton<Ramp>();

        services.AddHostedService(sp => Create(sp, "north"));
        services.AddHostedService(sp => Create(sp, "valley")); //! HAZARD second SHUT214
        return services;
    }

    private static RouteWorker Create(IServiceProvider provider, string route)
        => ActivatorUtilities.CreateInstance<RouteWorker>(provider, route);
}
