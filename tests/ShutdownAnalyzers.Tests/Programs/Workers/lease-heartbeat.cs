namespace Cluster.Heartbeats;

public interface IClusterApi
{
    Task JoinAsync(string node, CancellationToken cancellationToken);
    Task BeatAsync(string node, CancellationToken cancellationToken);
    Task LeaveAsync(string node, CancellationToken cancellationToken);
}

public sealed class HeartbeatService : IHostedService
{
    private readonly IClusterApi _api;
    private readonly string _node = $"{Environment.MachineName}-{Environment.ProcessId}";
    private CancellationToken _stop; //! HAZARD stored SHUT206
    private Task? _beating;

    public HeartbeatService(IClusterApi api) => _api = api;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _stop = cancellationToken; //! HAZARD stored SHUT206
        await _api.JoinAsync(_node, cancellationToken);
        _beating = BeatAsync(); //! HAZARD stored SHUT206 SHUT205
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_beating is not null)
            await Task.WhenAny(_beating, Task.Delay(TimeSpan.FromSeconds(3), cancellationToken)); //! HAZARD stored SHUT206 SHUT208 SHUT205
        await _api.LeaveAsync(_node, cancellationToken);
    }

    private async Task BeatAsync() //! HAZARD stored SHUT206 SHUT101 SHUT102 SHUT205
    {
        while (!_stop.IsCancellationRequested) //! HAZARD stored SHUT206 SHUT101 SHUT102
        {
            await _api.BeatAsync(_node, _stop);
            await Task.Delay(TimeSpan.FromSeconds(5), _stop); //! HAZARD stored SHUT206 SHUT101 SHUT102
        }
    }
}
