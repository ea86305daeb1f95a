using System.Collections.Concurrent;

namespace Weather.Stations;

public sealed record Observation(string Station, double Celsius, double Hectopascal, DateTimeOffset At);

public sealed class ObservationBoard
{
    private readonly ConcurrentDictionary<string, Observation> _latest = new();

    public IReadOnlyCollection<Observation> Latest => _latest.Values.ToArray();

    public void Post(Observation observation) => _latest[observation.Station] = observation;

    public int Expire(DateTimeOffset before) => _latest.Count(pair => pair.Value.At < before && _latest.TryRemove(pair));
}

public sealed class StationPoller : BackgroundService
{
    private readonly HttpClient _http;
    private readonly ObservationBoard _board;
    private readonly ILogger<StationPoller> _logger;
    private readonly string[] _stations;

    public StationPoller(IHttpClientFactory clients, ObservationBoard board, IConfiguration configuration, ILogger<StationPoller> logger)
    {
        _http = clients.CreateClient(nameof(StationPoller));
        _board = board;
        _logger = logger;
        _stations = configuration.GetSection("Stations").Get<string[]>() ?? Array.Empty<string>();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rounds = 0L;
        try
        {
            while (true)
            {
                foreach (var station in _stations)
                {
                    try
                    {
                        await PollAsync(station, stoppingToken);
                    }
                    catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
                    {
                        _logger.LogInformation("{Station} is slow today", station);
                    }
                    catch (Exception ex) when (ex is not OperationCanceledException)
                    {
                        _logger.LogWarning(ex, "{Station} failed", station);
                    }
                }

                rounds++;
                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _logger.LogInformation("{Rounds} rounds done", rounds);
        }
    }

    private async Task PollAsync(string station, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(4));

        var observation = await _http.GetFromJsonAsync<Observation>($"stations/{station}/now", timeout.Token);
        if (observation is not null) _board.Post(observation);
    }
}

public sealed class BoardSweeper(ObservationBoard board, TimeProvider time, ILogger<BoardSweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var removed = 0; ; removed += board.Expire(time.GetUtcNow().AddHours(-1)))
        {
            try
            {
                await Task.Delay(TimeSpan.FromMinutes(5), time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                logger.LogInformation("{Removed} observations had expired", removed);
                break;
            }
        }
    }
}

public static class StationServices
{
    public static IServiceCollection AddStations(this IServiceCollection services, Uri network)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ObservationBoard>();
        services.AddHttpClient(nameof(StationPoller), http => http.BaseAddress = network);
        services.AddHostedService<StationPoller>();
        services.AddHostedService<BoardSweeper>();
        return services;
    }
}
