using System.Collections.Concurrent;

namespace City.Parking;

public sealed record Garage(string Name, Uri Endpoint);
public sealed record Occupancy(int Free, int Total);

public interface ISigns
{
    Task ShowAsync(string garage, int free, CancellationToken token);
}

public interface IBarrier
{
    Task OpenAsync(string lane, CancellationToken token);
}

public class OccupancyPoller : BackgroundService
{
    private readonly HttpClient _http;
    private readonly ISigns _signs;
    private readonly Garage _garage;
    private readonly ILogger<OccupancyPoller> _logger;

    public OccupancyPoller(HttpClient http, ISigns signs, Garage garage, ILogger<OccupancyPoller> logger)
    {
        _http = http;
        _signs = signs;
        _garage = garage;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var occupancy = await _http.GetFromJsonAsync<Occupancy>(_garage.Endpoint, stoppingToken);
                if (occupancy != null)
                    await _signs.ShowAsync(_garage.Name, occupancy.Free, stoppingToken);

                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
            }
            catch (HttpRequestException e)
            {
                _logger.LogWarning(e, "{Garage} is not reachable", _garage.Name);
                await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
            }
            catch (TaskCanceledException) //! HAZARD silent SHUT105
            {
                _logger.LogInformation("{Garage}: polling ended", _garage.Name);
                return; //! HAZARD silent SHUT105
            }
        }
    }
}

public class BarrierOpener : BackgroundService
{
    private readonly ConcurrentQueue<string> _lanes = new ConcurrentQueue<string>();
    private readonly SemaphoreSlim _requests = new SemaphoreSlim(0);
    private readonly IBarrier _barrier;
    private readonly CancellationToken _end;

    public BarrierOpener(IBarrier barrier, IHostApplicationLifetime lifetime)
    {
        _barrier = barrier;
        _end = lifetime.ApplicationStopped;
    }

    public void Request(string lane)
    {
        _lanes.Enqueue(lane);
        _requests.Release();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _requests.WaitAsync(_end); //! HAZARD wrong SHUT102
            if (_lanes.TryDequeue(out var lane))
                await _barrier.OpenAsync(lane, stoppingToken);
        }
    }

    public override void Dispose()
    {
        _requests.Dispose();
        base.Dispose();
    }
}

public static class ParkingServices
{
    public static IServiceCollection AddParking(this IServiceCollection services)
    {
        services.AddSingleton<BarrierOpener>();
        services.AddHostedService(provider => provider.GetRequiredService<BarrierOpener>());
        services.AddHostedService<OccupancyPoller>();
        return services;
    }
}
