using System.Collections.Concurrent;

namespace Transit.Cards;

public sealed record Tap(string Card, int Stop, DateTimeOffset At);

public interface IClearing
{
    Task PushAsync(IReadOnlyList<Tap> taps, CancellationToken ct);
    Task SignOffAsync(string depot, CancellationToken ct);
}

public sealed class TapUploader : BackgroundService
{
    private readonly ConcurrentQueue<Tap> _taps = new();
    private readonly IClearing _clearing;
    private readonly string _depot;

    public TapUploader(IClearing clearing, IConfiguration configuration)
    {
        _clearing = clearing;
        _depot = configuration["Depot"] ?? "main";
    }

    public void Add(Tap tap) => _taps.Enqueue(tap);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var batch in BatchesAsync(stoppingToken)) //! HAZARD signoff SHUT107
            await _clearing.PushAsync(batch, stoppingToken);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(6)); //! HAZARD signoff SHUT107
        await _clearing.PushAsync([.. _taps], limit.Token); //! HAZARD signoff SHUT107
        await _clearing.SignOffAsync(_depot, limit.Token); //! HAZARD signoff SHUT107
    }

    private async IAsyncEnumerable<IReadOnlyList<Tap>> BatchesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        while (await timer.WaitForNextTickAsync(ct)) //! HAZARD signoff SHUT107
        {
            var batch = new List<Tap>();
            while (batch.Count < 200 && _taps.TryDequeue(out var tap))
                batch.Add(tap);

            if (batch.Count > 0)
                yield return batch;
        }
    }
}

public sealed class CardBlocklist(HttpClient http, ILogger<CardBlocklist> logger) : IHostedService
{
    private volatile HashSet<string> _blocked = [];
    private Task? _refreshing;

    public bool Blocked(string card) => _blocked.Contains(card);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _refreshing = RefreshAsync(); //! HAZARD refresh SHUT205 SHUT208
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_refreshing is null)
            return;

        logger.LogInformation("Waiting for the last refresh");
        await Task.WhenAny(_refreshing, Task.Delay(Timeout.Infinite, cancellationToken)); //! HAZARD refresh SHUT208 SHUT205
    }

    private async Task RefreshAsync() //! HAZARD refresh SHUT205 SHUT101
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(5));
        do //! HAZARD refresh SHUT205 SHUT101
        {
            try
            {
                _blocked = [.. await http.GetFromJsonAsync<string[]>("blocked") ?? []];
            }
            catch (HttpRequestException ex)
            {
                logger.LogWarning(ex, "The old list is kept");
            }
        }
        while (await timer.WaitForNextTickAsync()); //! HAZARD refresh SHUT205 SHUT101 SHUT102
    }
}
