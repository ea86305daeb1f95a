namespace PrintShop;

/// <summary>Turns pages into what the printer understands.</summary>
public sealed class Spooler(JobQueue queue) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _spooling = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _spooling = SpoolAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_spooling, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public void Dispose() => _stop.Dispose();

    private async Task SpoolAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            queue.Add(new Job("test page", 1));
            await Task.Delay(TimeSpan.FromHours(1), stop);
        }
    }
}
