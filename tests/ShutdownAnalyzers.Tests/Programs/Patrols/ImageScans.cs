using System.Runtime.CompilerServices;

namespace Museum.Scans;

public readonly record struct ScanJob(string Inventory, Uri Source);

public interface IScanQueue
{
    Task<ScanJob?> TryTakeAsync(CancellationToken ct);
    Task CompleteAsync(ScanJob job);
    Task ReturnAsync(ScanJob job);
}

public interface IScanStore
{
    Task StoreAsync(ScanJob job, Stream image, CancellationToken ct);
}

internal sealed class ImageScans : BackgroundService
{
    private readonly IScanQueue _queue;
    private readonly IScanStore _store;
    private readonly IHttpClientFactory _http;
    private readonly ILogger<ImageScans> _log;

    public ImageScans(IScanQueue queue, IScanStore store, IHttpClientFactory http, ILogger<ImageScans> log)
        => (_queue, _store, _http, _log) = (queue, store, http, log);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stoppingToken };
        try
        {
            await Parallel.ForEachAsync(JobsAsync(stoppingToken), options, FetchAsync);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _log.LogInformation("No more scans are taken");
        }
    }

    private async IAsyncEnumerable<ScanJob> JobsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            if (await _queue.TryTakeAsync(ct) is not { } job)
            {
                await Task.Delay(2500, ct);
                continue;
            }

            yield return job;
        }
    }

    private async ValueTask FetchAsync(ScanJob job, CancellationToken ct)
    {
        try
        {
            using var client = _http.CreateClient("scans");
            await using var image = await client.GetStreamAsync(job.Source, ct);
            await _store.StoreAsync(job, image, ct);
        }
        catch (Exception ex)
        {
            if (!ct.IsCancellationRequested)
                _log.LogError(ex, "{Inventory} goes back to the queue", job.Inventory);

            await _queue.ReturnAsync(job);
            return;
        }

        await _queue.CompleteAsync(job);
    }
}
