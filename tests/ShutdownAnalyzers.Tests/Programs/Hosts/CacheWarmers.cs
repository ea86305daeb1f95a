namespace Shop.Caches;

public interface ICacheLoader
{
    Task<int> ReloadAsync(CancellationToken cancellationToken);
}

public sealed class CacheWarmer(ICacheLoader loader, ILogger<CacheWarmer> logger) : IHostedService, IDisposable
{
    private readonly SemaphoreSlim _running = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private Timer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(static state => _ = ((CacheWarmer)state!).TickAsync(), this, TimeSpan.Zero, TimeSpan.FromMinutes(3));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is not null)
            await _timer.DisposeAsync();

        await _stopping.CancelAsync();

        try
        {
            // a reload that still runs holds the semaphore
            await _running.WaitAsync(cancellationToken);
            _running.Release();
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("A reload did not end in time");
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Dispose();
        _running.Dispose();
    }

    private async Task TickAsync()
    {
        if (!await _running.WaitAsync(TimeSpan.Zero, CancellationToken.None))
            return;

        try
        {
            var count = await loader.ReloadAsync(_stopping.Token);
            logger.LogDebug("{Count} entries reloaded", count);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            logger.LogDebug("Reload cut short");
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Reload failed");
        }
        finally
        {
            _running.Release();
        }
    }
}
