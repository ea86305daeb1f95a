namespace PrintShop;

/// <summary>Reads the jobs once more.</summary>
public sealed class Proofreader(ILogger<Proofreader> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _reading = ReadAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        await Task.WhenAny(_reading, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public void Dispose() => _stop.Dispose();

    private async Task ReadAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        while (await timer.WaitForNextTickAsync(stop))
        {
            logger.LogDebug("No mistake");
        }
    }
}
