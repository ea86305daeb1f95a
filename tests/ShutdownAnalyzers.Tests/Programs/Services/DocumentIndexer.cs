using System.Threading.Channels;

namespace Search.Indexer;

public sealed record Article(string Id, string Text);

public interface IIndex
{
    Task AddAsync(Article article);
    Task CommitAsync();
}

public sealed class DocumentIndexer : IHostedService
{
    private readonly Channel<Article> _articles = Channel.CreateUnbounded<Article>();
    private readonly IIndex _index;
    private readonly ILogger<DocumentIndexer> _logger;
    private Task _pump = Task.CompletedTask;

    public DocumentIndexer(IIndex index, ILogger<DocumentIndexer> logger) => (_index, _logger) = (index, logger);

    public bool Enqueue(Article article) => _articles.Writer.TryWrite(article);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _pump = Task.Run(PumpAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _articles.Writer.TryComplete();
        await DrainAsync(cancellationToken); //! HAZARD budget SHUT211
        _logger.LogInformation("Index is up to date");
    }

    private async Task DrainAsync(CancellationToken deadline)
    {
        while (!_pump.IsCompleted)
        {
            deadline.ThrowIfCancellationRequested(); //! HAZARD budget SHUT211
            _logger.LogInformation("{Count} articles to go", _articles.Reader.Count);
            await Task.WhenAny(_pump, Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None));
        }
    }

    private async Task PumpAsync()
    {
        var uncommitted = 0;
        while (await _articles.Reader.WaitToReadAsync())
        {
            while (_articles.Reader.TryRead(out var article))
            {
                try
                {
                    await _index.AddAsync(article);
                    uncommitted++;
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "{Article} was not indexed", article.Id);
                }
            }

            if (uncommitted == 0) continue;
            await _index.CommitAsync();
            uncommitted = 0;
        }
    }
}

public static class IndexerModule
{
    public static IServiceCollection AddIndexer<TIndex>(this IServiceCollection services) where TIndex : class, IIndex
        => services.AddSingleton<IIndex, TIndex>().AddSingleton<DocumentIndexer>().AddHostedService(sp => sp.GetRequiredService<DocumentIndexer>());

    public static void MapIndexer(this IEndpointRouteBuilder endpoints)
        => endpoints.MapPost("/articles", (Article article, DocumentIndexer indexer) => indexer.Enqueue(article) ? Results.Accepted() : Results.StatusCode(503));
}
