namespace Depot;

public interface IPointMachine
{
    Task<bool> IsPoweredAsync();
    Task SetAsync(int point, bool diverge, CancellationToken ct);
}

public sealed class PointsInitialiser : IHostedService
{
    private readonly IPointMachine _points;
    private readonly ILogger<PointsInitialiser> _logger;

    public PointsInitialiser(IPointMachine points, ILogger<PointsInitialiser> logger)
    {
        _points = points;
        _logger = logger;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (!await _points.IsPoweredAsync()) //! HAZARD power SHUT207 SHUT102
        {
            _logger.LogWarning("Points are without power");
            await Task.Delay(TimeSpan.FromSeconds(10)); //! HAZARD power SHUT207 SHUT102
        }

        for (var point = 0; point < 12; point++)
            await _points.SetAsync(point, diverge: false, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public sealed class TimetableImport(HttpClient http, IPointMachine points, ILogger<TimetableImport> logger) : BackgroundService
{
    private sealed record Departure(int Point, bool Diverge);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var plan = await http.GetFromJsonAsync<Departure[]>("timetable/next", stoppingToken) ?? [];
                foreach (var departure in plan)
                    await points.SetAsync(departure.Point, departure.Diverge, stoppingToken);
            }
            catch (Exception ex) when (ex is not OperationCanceledException) //! HAZARD filter SHUT106
            {
                logger.LogError(ex, "Import failed");
            }

            await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
        }
    }
}

public sealed class WashPlant(HttpClient http, ILogger<WashPlant> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var answer = await http.GetAsync("wash/status", stoppingToken);
                answer.EnsureSuccessStatusCode();
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(ex, "Wash plant is silent");
            }

            await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
        }
    }
}
