namespace Search.Indexing;

public sealed record Delta(string DocumentId, string Body, long Sequence);

public interface IIndexWriter
{
    long Watermark { get; }
    Task ApplyAsync(IReadOnlyList<Delta> deltas, CancellationToken cancellationToken);
    Task<int> MergeSegmentsAsync(int atMost, CancellationToken cancellationToken);
}

public interface ILease
{
    string Owner { get; }
    Task ReleaseAsync();
}

public interface ILeaseBoard
{
    Task<ILease> AcquireAsync(string name, CancellationToken cancellationToken);
}

public sealed class DeltaClient(HttpClient http)
{
    public async Task<IReadOnlyList<Delta>> SinceAsync(long sequence, CancellationToken cancellationToken)
        => await http.GetFromJsonAsync<List<Delta>>($"deltas?after={sequence}", cancellationToken) ?? [];
}

internal sealed class DeltaRefresher(DeltaClient client, IIndexWriter index, ILogger<DeltaRefresher> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var deltas = await client.SinceAsync(index.Watermark, stoppingToken);
                if (deltas is { Count: > 0 })
                {
                    await index.ApplyAsync(deltas, stoppingToken);
                    continue;
                }

                await Task.Delay(Pause, stoppingToken);
            }
            catch (OperationCanceledException) //! HAZARD silent SHUT105
            {
                logger.LogInformation("Refresher is done at {Watermark}", index.Watermark);
                return; //! HAZARD silent SHUT105
            }
            catch (HttpRequestException ex)
            {
                logger.LogWarning(ex, "Delta feed is not reachable");
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }
}

internal sealed class SegmentMerger(ILeaseBoard board, IIndexWriter index, ILogger<SegmentMerger> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lease = await board.AcquireAsync("segment-merge", stoppingToken);
        logger.LogInformation("Merging as {Owner}", lease.Owner);

        while (!stoppingToken.IsCancellationRequested) //! HAZARD lease SHUT107
        {
            var merged = 0;
            try
            {
                merged = await index.MergeSegmentsAsync(atMost: 8, stoppingToken);
            }
            catch (IOException ex)
            {
                logger.LogError(ex, "Merge failed, the segments stay as they are");
            }

            await Task.Delay(merged > 0 ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(1), stoppingToken);
        }

        await lease.ReleaseAsync(); //! HAZARD lease SHUT107
        logger.LogInformation("Lease of {Owner} released", lease.Owner); //! HAZARD lease SHUT107
    }
}

public static class IndexingServices
{
    public static IHostApplicationBuilder AddIndexing(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHttpClient<DeltaClient>(http =>
        {
            http.BaseAddress = new Uri(builder.Configuration["Deltas:Url"] ?? "http://content.internal/");
            http.Timeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.AddHostedService<DeltaRefresher>();
        builder.Services.AddHostedService<SegmentMerger>();
        return builder;
    }
}
