namespace City.HeatMap;

public interface ICellGrid
{
    int Rows { get; }
    void Recompute(int row);
    Task PublishAsync();
}

public sealed class HeatMapService(ICellGrid grid, TimeProvider clock, ILogger<HeatMapService> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _work = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var stop = _stopping.Token;
        _work = Task.Run(ComputeForeverAsync, stop); //! HAZARD body SHUT111 SHUT101 SHUT205 SHUT208
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAny(_work, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public void Dispose() => _stopping.Dispose();

    private async Task ComputeForeverAsync() //! HAZARD body SHUT111 SHUT101
    {
        for (var round = 1; ; round++) //! HAZARD body SHUT111 SHUT101
        {
            var started = clock.GetTimestamp();
            for (var row = 0; row < grid.Rows; row++)
                grid.Recompute(row);

            await grid.PublishAsync();
            logger.LogDebug("Round {Round} took {Time}", round, clock.GetElapsedTime(started));
        }
    }
}
