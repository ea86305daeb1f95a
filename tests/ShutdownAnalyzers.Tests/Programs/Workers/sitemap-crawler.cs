namespace Crawling.Sitemaps;

public interface IPageIndex
{
    Uri? NextDue();
    void Store(Uri page, string html);
    void Postpone(Uri page, TimeSpan time);
}

public sealed class SitemapCrawler(HttpClient http, IPageIndex index, ILogger<SitemapCrawler> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (index.NextDue() is not { } page)
            {
                await Task.Delay(TimeSpan.FromSeconds(20), stoppingToken);
                continue;
            }

            try
            {
                index.Store(page, await http.GetStringAsync(page, stoppingToken));
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogInformation("{Page} timed out", page);
                index.Postpone(page, TimeSpan.FromHours(1));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogWarning(e, "{Page} failed", page);
                index.Postpone(page, TimeSpan.FromDays(1));
            }
        }
    }
}
