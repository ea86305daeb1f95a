namespace Warehouse.Loading;

public interface ILoader
{
    Task<long> LoadAsync(string table, CancellationToken cancellationToken);
}

public sealed class BulkLoader(ILoader loader, ILogger<BulkLoader> logger) : IHostedService, IDisposable
{
    private static readonly string[] Tables = ["sales", "stock", "returns"];
    private readonly CancellationTokenSource _halt = new();
    private Task _loading = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loading = Task.Run(() => LoadAsync(_halt.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD throws SHUT211
    {
        await _halt.CancelAsync();
        await _loading.WaitAsync(cancellationToken); //! HAZARD throws SHUT211
        logger.LogInformation("Loader is down");
    }

    public void Dispose() => _halt.Dispose();

    private async Task LoadAsync(CancellationToken halt)
    {
        try
        {
            while (!halt.IsCancellationRequested)
            {
                foreach (var table in Tables)
                    logger.LogInformation("{Table}: {Rows}", table, await loader.LoadAsync(table, halt));

                await Task.Delay(TimeSpan.FromMinutes(30), halt);
            }
        }
        catch (OperationCanceledException) when (halt.IsCancellationRequested)
        {
            logger.LogDebug("Loading ends");
        }
    }
}
