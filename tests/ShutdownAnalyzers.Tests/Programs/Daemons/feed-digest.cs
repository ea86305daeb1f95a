using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(_ => new HttpClient { Timeout = TimeSpan.FromSeconds(20) });
builder.Services.AddSingleton<FeedEvents>();
builder.Services.AddSingleton<IMailer, ConsoleMailer>();
builder.Services.AddHostedService<FeedCrawler>();
builder.Services.AddHostedService<DigestMailer>();
await builder.Build().RunAsync();

internal enum Outcome { Unchanged, Updated, Failed }

internal sealed record Entry(string Feed, string Title);

internal interface IMailer
{
    Task SendAsync(string subject, IReadOnlyList<Entry> entries, CancellationToken ct);
}

internal sealed class ConsoleMailer : IMailer
{
    public Task SendAsync(string subject, IReadOnlyList<Entry> entries, CancellationToken ct) => Console.Out.WriteLineAsync($"{subject}: {entries.Count}");
}

internal sealed class FeedEvents
{
    private readonly ConcurrentQueue<Entry> _entries = new();
    private readonly SemaphoreSlim _added = new(0);

    public void Publish(Entry entry)
    {
        _entries.Enqueue(entry);
        _added.Release();
    }

    public async IAsyncEnumerable<Entry> NewEntriesAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        while (true)
        {
            await _added.WaitAsync(ct);
            if (_entries.TryDequeue(out var entry)) yield return entry;
        }
    }
}

internal sealed class FeedCrawler(HttpClient http, FeedEvents events, IConfiguration configuration, ILogger<FeedCrawler> logger) : BackgroundService
{
    private readonly string[] _feeds = configuration.GetSection("Feeds").Get<string[]>() ?? ["https://example.org/feed.xml"];
    private readonly Dictionary<string, string> _latest = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        for (var turn = 0; ; turn++) //! HAZARD crawl SHUT104 SHUT101
        {
            var feed = _feeds[turn % _feeds.Length];
            switch (await TryFeedAsync(feed, stoppingToken)) //! HAZARD crawl SHUT104
            {
                case Outcome.Failed:
                    logger.LogWarning("{Feed} failed, {Count} failures so far", feed, ++failures);
                    continue;
                case Outcome.Updated:
                    events.Publish(new Entry(feed, _latest[feed]));
                    break;
            }
        }
    }

    private async Task<Outcome> TryFeedAsync(string feed, CancellationToken ct)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(30), ct);
            var document = XDocument.Parse(await http.GetStringAsync(feed, ct));
            var title = document.Descendants("item").Elements("title").FirstOrDefault()?.Value ?? "";
            if (_latest.TryGetValue(feed, out var known) && known == title) return Outcome.Unchanged;
            _latest[feed] = title;
            return Outcome.Updated;
        }
        catch (Exception e) //! HAZARD crawl SHUT104
        {
            logger.LogDebug(e, "{Feed}", feed);
            return Outcome.Failed;
        }
    }
}

internal sealed class DigestMailer(FeedEvents events, IMailer mailer) : BackgroundService
{
    private const int DigestSize = 12;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pending = new List<Entry>(DigestSize);
        await foreach (var entry in events.NewEntriesAsync()) //! HAZARD digest SHUT102
        {
            pending.Add(entry);
            if (pending.Count < DigestSize) continue;

            await mailer.SendAsync($"{pending.Count} new entries", pending.ToArray(), stoppingToken);
            pending.Clear();
        }
    }
}
