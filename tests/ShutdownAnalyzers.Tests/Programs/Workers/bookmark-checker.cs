namespace Reading.Bookmarks;

public interface IBookmarks
{
    IAsyncEnumerable<Uri> AllAsync(CancellationToken ct);
    Task MarkDeadAsync(Uri link, CancellationToken ct);
}

internal static class ExceptionKinds
{
    public static bool IsShutdown(this Exception exception, CancellationToken token)
        => exception is OperationCanceledException && token.IsCancellationRequested;
}

public class BookmarkChecker : BackgroundService
{
    private readonly IBookmarks _bookmarks;
    private readonly IHttpClientFactory _clients;

    public BookmarkChecker(IBookmarks bookmarks, IHttpClientFactory clients)
    {
        _bookmarks = bookmarks;
        _clients = clients;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do
        {
            await foreach (var link in _bookmarks.AllAsync(stoppingToken))
            {
                if (!await AliveAsync(link, stoppingToken))
                    await _bookmarks.MarkDeadAsync(link, stoppingToken);
            }

            await Task.Delay(TimeSpan.FromDays(1), stoppingToken);
        }
        while (true);
    }

    private async Task<bool> AliveAsync(Uri link, CancellationToken token)
    {
        using var client = _clients.CreateClient("probe");
        try
        {
            using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, link), token);
            return (int)response.StatusCode < 400;
        }
        catch (Exception e) when (!e.IsShutdown(token))
        {
            return false;
        }
    }
}
