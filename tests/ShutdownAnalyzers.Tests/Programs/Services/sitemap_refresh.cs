using System.Xml.Linq;

namespace Seo.Sitemap;

public interface IPageList
{
    IAsyncEnumerable<(string Path, DateTime Changed)> AllAsync(CancellationToken ct);
}

public sealed class SitemapRefresh : BackgroundService
{
    private static readonly XNamespace Schema = "http://www.sitemaps.org/schemas/sitemap/0.9";

    private readonly IPageList _pages;
    private readonly IWebHostEnvironment _environment;
    private readonly ILogger<SitemapRefresh> _logger;
    private readonly Uri _site;

    public SitemapRefresh(IPageList pages, IWebHostEnvironment environment, IConfiguration configuration, ILogger<SitemapRefresh> logger)
    {
        _pages = pages;
        _environment = environment;
        _logger = logger;
        _site = new Uri(configuration["Site"] ?? "https://example.org/");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(45));
        do
        {
            try
            {
                await WriteAsync(stoppingToken);
            }
            catch (Exception ex)
            {
                _logger.LogWarning(ex, "The sitemap is stale");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        var set = new XElement(Schema + "urlset");
        await foreach (var (path, changed) in _pages.AllAsync(ct))
        {
            set.Add(new XElement(Schema + "url",
                new XElement(Schema + "loc", new Uri(_site, path)),
                new XElement(Schema + "lastmod", changed.ToString("yyyy-MM-dd"))));
        }

        var target = Path.Combine(_environment.WebRootPath, "sitemap.xml");
        var draft = target + ".new";
        await using (var file = File.Create(draft))
            await new XDocument(set).SaveAsync(file, SaveOptions.None, ct);
        File.Move(draft, target, overwrite: true);
    }
}
