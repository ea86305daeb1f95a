using System.Threading.Channels;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<PageBuffer>();
builder.Services.AddSingleton<Frontier>();
builder.Services.AddSingleton<IEmbedder, ModelEmbedder>();
builder.Services.AddSingleton(_ => new HttpClient { Timeout = TimeSpan.FromSeconds(20) });
builder.Services.AddHostedService<PageIndexer>();
builder.Services.AddHostedService<CrawlScheduler>();
builder.Build().Run();

internal sealed record Page(Uri Address, string Text);

internal sealed class PageBuffer
{
    private readonly Channel<Page> _pages = Channel.CreateBounded<Page>(5000); //! HAZARD backlog SHUT112 SHUT601

    public ChannelReader<Page> Reader => _pages.Reader;

    public bool Offer(Page page) => _pages.Writer.TryWrite(page);
}

internal sealed class Frontier(IConfiguration configuration)
{
    private readonly PriorityQueue<Uri, DateTime> _due = new(
        (configuration.GetSection("Seeds").Get<string[]>() ?? []).Select(s => (new Uri(s), DateTime.UtcNow)));

    private readonly Lock _gate = new();

    public Uri? Next()
    {
        lock (_gate)
        {
            if (!_due.TryPeek(out var address, out var at) || at > DateTime.UtcNow) return null;
            _due.Dequeue();
            return address;
        }
    }

    public void Revisit(Uri address, TimeSpan after)
    {
        lock (_gate) _due.Enqueue(address, DateTime.UtcNow + after);
    }
}

internal interface IEmbedder
{
    Task<float[]> EmbedAsync(string text);
}

internal sealed class ModelEmbedder(HttpClient http) : IEmbedder
{
    public async Task<float[]> EmbedAsync(string text)
    {
        using var response = await http.PostAsJsonAsync("http://embedder.internal/v1/embed", new { text });
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<float[]>() ?? [];
    }
}

internal sealed class CrawlScheduler(Frontier frontier, PageBuffer buffer, HttpClient http, ILogger<CrawlScheduler> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.Run(Crawl, stoppingToken); //! HAZARD crawl SHUT111 SHUT101

    private void Crawl() //! HAZARD crawl SHUT111 SHUT101
    {
        while (true) //! HAZARD crawl SHUT101 SHUT111
        {
            if (frontier.Next() is not { } address)
            {
                Thread.Sleep(250); //! HAZARD crawl SHUT101 SHUT111 SHUT102
                continue;
            }

            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                using var response = http.Send(request);
                using var reader = new StreamReader(response.Content.ReadAsStream());
                var accepted = response.IsSuccessStatusCode && buffer.Offer(new Page(address, reader.ReadToEnd()));
                frontier.Revisit(address, accepted ? TimeSpan.FromHours(6) : TimeSpan.FromMinutes(5));
            }
            catch (Exception ex) when (ex is HttpRequestException or IOException or TaskCanceledException)
            {
                logger.LogInformation(ex, "{Address} is not reachable", address);
                frontier.Revisit(address, TimeSpan.FromMinutes(30));
            }
        }
    }
}

internal sealed class PageIndexer(PageBuffer buffer, IEmbedder embedder, IConfiguration configuration, ILogger<PageIndexer> logger) : BackgroundService
{
    private readonly string _folder = configuration["Index:Folder"] ?? "index";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Directory.CreateDirectory(_folder);
        await foreach (var page in buffer.Reader.ReadAllAsync(stoppingToken)) //! HAZARD backlog SHUT112 SHUT601
        {
            try
            {
                var vector = await embedder.EmbedAsync(page.Text);
                await File.AppendAllTextAsync(Path.Combine(_folder, page.Address.Host), string.Join(' ', vector) + "\n", CancellationToken.None);
            }
            catch (Exception ex) when (ex is HttpRequestException or TaskCanceledException)
            {
                logger.LogWarning(ex, "{Address} was not embedded", page.Address);
            }
        }
    }
}
