namespace Library.Index;

public sealed record CrawlContext(string Root, TimeSpan Interval, CancellationToken Cancelled);

public interface IIndexWriter
{
    Task AddAsync(string path, CancellationToken cancellationToken);
    Task<int> MergeAsync(CancellationToken cancellationToken);
}

internal sealed class FolderCrawler : IHostedService
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IIndexWriter _writer;
    private readonly IConfiguration _configuration;
    private readonly ILogger<FolderCrawler> _logger;
    private Task? _crawl;

    public FolderCrawler(IIndexWriter writer, IConfiguration configuration, ILogger<FolderCrawler> logger)
    {
        _writer = writer;
        _configuration = configuration;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken) //! HAZARD token SHUT206
    {
        var context = new CrawlContext(_configuration["Papers"] ?? "/srv/papers", TimeSpan.FromMinutes(30), cancellationToken); //! HAZARD token SHUT206
        _crawl = CrawlAsync(context); //! HAZARD token SHUT206
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        if (_crawl is { } crawl)
            await Task.WhenAny(crawl, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    private async Task CrawlAsync(CrawlContext context)
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var paper in Directory.EnumerateFiles(context.Root, "*.pdf", SearchOption.AllDirectories))
            {
                if (_stop.IsCancellationRequested) return;
                await _writer.AddAsync(paper, _stop.Token);
            }

            _logger.LogDebug("{Root} is indexed", context.Root);
            await Task.Delay(context.Interval, context.Cancelled); //! HAZARD token SHUT206
        }
    }
}

internal sealed class SegmentMerger(IIndexWriter writer, ILogger<SegmentMerger> logger) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true) //! HAZARD retry SHUT104
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            limit.CancelAfter(Longest);

            try
            {
                var merged = await writer.MergeAsync(limit.Token);
                logger.LogInformation("{Count} segments merged", merged);
                await Task.Delay(TimeSpan.FromSeconds(90), limit.Token);
            }
            catch (OperationCanceledException) //! HAZARD retry SHUT104
            {
                logger.LogWarning("Merging took longer than {Longest}, trying again", Longest);
            }
            catch (IOException e)
            {
                logger.LogError(e, "Merging failed");
                return;
            }
        }
    }
}

public static class IndexServices
{
    public static IServiceCollection AddPaperIndex(this IServiceCollection services)
    {
        services.AddHostedService<FolderCrawler>();
        services.AddHostedService<SegmentMerger>();
        return services;
    }
}
