namespace Weather.Sync;

public interface IStation
{
    string Name { get; }
    Task<double> PressureAsync(CancellationToken ct);
}

public interface IPressureMap
{
    void Set(string station, double hectopascal);
}

/// <summary>Is handed the lifetime, not a token; the loops of all stations hang on it.</summary>
public sealed class StationLoops : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending;
    private readonly List<Task> _loops = [];
    private readonly IPressureMap _map;
    private readonly ILogger<StationLoops> _logger;

    public StationLoops(IHostApplicationLifetime lifetime, IPressureMap map, ILogger<StationLoops> logger)
    {
        _ending = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        _map = map;
        _logger = logger;
    }

    public void Add(IStation station)
    {
        lock (_loops)
            _loops.Add(PollAsync(station, _ending.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        Task[] loops;
        lock (_loops)
            loops = [.. _loops];

        var all = Task.WhenAll(loops);
        await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(5)));
        _ending.Dispose();
    }

    private async Task PollAsync(IStation station, CancellationToken ending)
    {
        while (true)
        {
            try
            {
                _map.Set(station.Name, await station.PressureAsync(ending));
                await Task.Delay(TimeSpan.FromMinutes(1), ending);
            }
            catch (Exception ex)
            {
                if (ending.IsCancellationRequested)
                    return;

                _logger.LogWarning(ex, "{Station} is silent", station.Name);
                await Task.Delay(TimeSpan.FromSeconds(10), ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
