using Microsoft.AspNetCore.SignalR.Client;

namespace Fleet.Telemetry;

public sealed record Position(string Truck, double Latitude, double Longitude);

public interface IPositionStore
{
    Task SaveAsync(Position position);
}

public sealed class FleetListener : BackgroundService
{
    private readonly IPositionStore _store;
    private readonly ILogger<FleetListener> _logger;
    private readonly string _url;

    public FleetListener(IPositionStore store, IConfiguration configuration, ILogger<FleetListener> logger)
    {
        _store = store;
        _logger = logger;
        _url = configuration["Fleet:Hub"] ?? "https://fleet.example/positions";
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var hub = new HubConnectionBuilder().WithUrl(_url).WithAutomaticReconnect().Build();
        using var positions = hub.On<Position>("position", SaveAsync);
        try
        {
            await ConnectAsync(hub, stoppingToken);
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _logger.LogInformation("The fleet is let go");
        }
        finally
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            await hub.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ConnectAsync(HubConnection hub, CancellationToken ct)
    {
        for (var pause = 1; ; pause = Math.Min(pause * 2, 60))
        {
            try
            {
                await hub.StartAsync(ct);
                return;
            }
            catch (Exception ex) when (!ct.IsCancellationRequested)
            {
                _logger.LogWarning("No hub yet: {Message}", ex.Message);
            }

            await Task.Delay(TimeSpan.FromSeconds(pause), ct);
        }
    }

    private async Task SaveAsync(Position position)
    {
        try
        {
            await _store.SaveAsync(position);
        }
        catch (IOException ex)
        {
            _logger.LogWarning(ex, "{Truck} lost a position", position.Truck);
        }
    }
}
