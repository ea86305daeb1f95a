using Microsoft.AspNetCore.SignalR.Client;

namespace Fleet.Tracking;

public abstract class HubClient
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private HubConnection? _connection; //! HAZARD hub SHUT704

    protected abstract Uri Endpoint { get; }

    protected async Task<HubConnection> ConnectedAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_connection is null)
            {
                _connection = new HubConnectionBuilder().WithUrl(Endpoint).WithAutomaticReconnect().Build(); //! HAZARD hub SHUT704
                await _connection.StartAsync(cancellationToken); //! HAZARD hub SHUT704
            }

            return _connection;
        }
        finally
        {
            _gate.Release();
        }
    }
}

public sealed class TrackerClient(IConfiguration configuration) : HubClient
{
    protected override Uri Endpoint => new(configuration["Tracker"] ?? "http://tracker.local/hub");

    public async Task ReportAsync(string vehicle, double lat, double lon, CancellationToken cancellationToken)
    {
        var hub = await ConnectedAsync(cancellationToken);
        await hub.InvokeAsync("position", vehicle, lat, lon, cancellationToken);
    }
}

public static class TrackerModule
{
    public static IServiceCollection AddTracker(this IServiceCollection services) => services.AddSingleton<TrackerClient>(); //! HAZARD hub SHUT704

    public static void MapTracker(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPut("/vehicles/{id}", (string id, double lat, double lon, TrackerClient tracker, CancellationToken ct) => tracker.ReportAsync(id, lat, lon, ct));
}
