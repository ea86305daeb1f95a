using System.Net;

namespace FleetTracker;

/// <summary>Takes positions from the vehicles.</summary>
public sealed class Intake(PositionStore store) : BackgroundService
{
    private readonly HttpListener _listener = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _listener.Prefixes.Add("http://localhost:9100/");
        _listener.Start();
        while (!stoppingToken.IsCancellationRequested)
        {
            var context = await _listener.GetContextAsync(); // SHUT103
            var query = context.Request.QueryString;
            store.Put(new Position(query["vehicle"] ?? "?", double.Parse(query["lat"] ?? "0"), double.Parse(query["lon"] ?? "0")));
            context.Response.Close();
        }
    }

    public override void Dispose()
    {
        _listener.Close();
        base.Dispose();
    }
}
