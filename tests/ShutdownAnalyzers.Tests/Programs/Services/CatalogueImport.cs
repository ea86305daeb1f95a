namespace Library.Imports;

public sealed record Book(string Isbn, string Title);

public interface IPublisherFeed
{
    Task<IReadOnlyList<Book>> SinceAsync(DateTimeOffset since, CancellationToken ct);
}

public interface ICatalogue
{
    Task UpsertAsync(Book book, CancellationToken ct);
}

public sealed class CatalogueImport(IPublisherFeed feed, ICatalogue catalogue, ILogger<CatalogueImport> logger) : IHostedService
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Task? _import;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _import = ImportAsync(_cancel.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _cancel.Cancel(); //! HAZARD twice SHUT213
        if (_import is { } running)
            await Task.WhenAny(running, Task.Delay(Timeout.Infinite, cancellationToken));

        _gate.Dispose(); //! HAZARD twice SHUT213
        _cancel.Dispose(); //! HAZARD twice SHUT213
    }

    private async Task ImportAsync(CancellationToken ct)
    {
        var since = DateTimeOffset.UtcNow.AddDays(-1);
        while (!ct.IsCancellationRequested)
        {
            await _gate.WaitAsync(ct);
            try
            {
                var books = await feed.SinceAsync(since, ct);
                foreach (var book in books)
                    await catalogue.UpsertAsync(book, ct);

                since = DateTimeOffset.UtcNow;
                logger.LogInformation("{Count} books imported", books.Count);
            }
            finally
            {
                _gate.Release();
            }

            await Task.Delay(TimeSpan.FromHours(6), ct);
        }
    }
}
