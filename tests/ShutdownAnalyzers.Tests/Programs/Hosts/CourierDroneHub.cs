namespace Couriers.Drones;

public sealed record Flight(Guid Id, string Pad, string Parcel);

public interface IFlightBoard
{
    Task<Flight?> NextAsync(CancellationToken ct);
    Task MarkDeliveredAsync(Guid id);
}

public sealed class PadPool : IDisposable
{
    private readonly SemaphoreSlim _free = new(4);

    public SemaphoreSlim Free => _free;

    public void Dispose() => _free.Dispose();
}

public sealed class DispatchWorker(IFlightBoard board, PadPool pads, ILogger<DispatchWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await board.NextAsync(stoppingToken) is not { } flight)
            {
                await Task.Delay(TimeSpan.FromSeconds(10), stoppingToken);
                continue;
            }

            await pads.Free.WaitAsync(); //! HAZARD pad SHUT102
            try
            {
                logger.LogInformation("Launching {Parcel} from {Pad}", flight.Parcel, flight.Pad);
                await board.MarkDeliveredAsync(flight.Id);
            }
            finally
            {
                pads.Free.Release();
            }
        }
    }
}

public sealed class AirspaceFeed(IHttpClientFactory clients, ILogger<AirspaceFeed> logger) : BackgroundService
{
    private string[] _closed = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var http = clients.CreateClient("airspace");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                _closed = await http.GetFromJsonAsync<string[]>("zones/closed", stoppingToken) ?? [];
                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
            }
            catch (OperationCanceledException) //! HAZARD feed SHUT105
            {
                break; //! HAZARD feed SHUT105
            }
            catch (HttpRequestException ex)
            {
                logger.LogWarning(ex, "Airspace feed unreachable, {Count} zones remembered", _closed.Length);
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }
    }
}

public sealed class BatteryFeed(IHttpClientFactory clients) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(20));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                using var response = await clients.CreateClient().PostAsync("batteries/poll", null, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
