using System.Threading.Channels;

namespace Choir;

public sealed record Score(int Id, string Url);

public sealed class ScoreQueue
{
    private readonly Channel<Score> _scores = Channel.CreateUnbounded<Score>(new() { SingleReader = true });

    public ChannelReader<Score> Reader => _scores.Reader;

    public bool Add(Score score) => _scores.Writer.TryWrite(score);
}

public sealed class ScoreRenderer(ScoreQueue queue, IHttpClientFactory http, ILogger<ScoreRenderer> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var score in queue.Reader.ReadAllAsync(stoppingToken)) //! HAZARD buffer SHUT112 SHUT601
            await RenderAsync(score);
    }

    private async Task RenderAsync(Score score)
    {
        using var client = http.CreateClient();
        var pdf = await client.GetByteArrayAsync(score.Url);
        await File.WriteAllBytesAsync($"scores/{score.Id}.pdf", pdf);
        logger.LogInformation("Rendered {Id}", score.Id);
    }
}

public sealed class RehearsalSync : BackgroundService
{
    private readonly HttpClient _http;
    private readonly ScoreQueue _queue;
    private int _seen;

    public RehearsalSync(HttpClient http, ScoreQueue queue)
    {
        _http = http;
        _queue = queue;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(15));
        try
        {
            do
            {
                await PullAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (TaskCanceledException) //! HAZARD pull SHUT105
        {
            await File.WriteAllTextAsync("last-seen.txt", _seen.ToString(), CancellationToken.None);
        }
    }

    private async Task PullAsync(CancellationToken ct)
    {
        foreach (var score in await _http.GetFromJsonAsync<List<Score>>($"scores?after={_seen}", ct) ?? [])
        {
            _seen = Math.Max(_seen, score.Id);
            _queue.Add(score);
        }
    }
}
