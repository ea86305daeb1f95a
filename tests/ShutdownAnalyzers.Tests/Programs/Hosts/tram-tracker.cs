using System.Text.Json;

namespace Trams.Tracking;

public readonly record struct Position(int Tram, double Lat, double Lon, DateTimeOffset At);

public interface IPositionFeed
{
    IAsyncEnumerable<Position> ReadAsync(CancellationToken ct);
}

public interface IStopBoards
{
    Task ShowAsync(int tram, TimeSpan until, CancellationToken ct);
    Task BlankAllAsync();
}

public sealed class TrackRecorder : BackgroundService
{
    private readonly IPositionFeed _feed;
    private readonly StreamWriter _track;
    private readonly ILogger<TrackRecorder> _logger;

    public TrackRecorder(IPositionFeed feed, IConfiguration configuration, ILogger<TrackRecorder> logger)
    {
        _feed = feed;
        _logger = logger;
        _track = new StreamWriter(configuration["Track:File"] ?? "track.ndjson", append: true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lines = 0;
        await foreach (var position in _feed.ReadAsync(stoppingToken))
        {
            await WriteAsync(position);
            if (++lines % 1000 == 0)
                _logger.LogInformation("{Lines} positions recorded", lines);
        }
    }

    private Task WriteAsync(Position position) => _track.WriteLineAsync(JsonSerializer.Serialize(position));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await CloseTrackAsync(); //! HAZARD track SHUT203
        await base.StopAsync(cancellationToken); //! HAZARD track SHUT203
    }

    private async Task CloseTrackAsync()
    {
        await _track.FlushAsync(CancellationToken.None); //! HAZARD track SHUT203
        await _track.DisposeAsync(); //! HAZARD track SHUT203
    }
}

public sealed class StopBoards(IPositionFeed feed, IStopBoards boards, ILogger<StopBoards> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _cts = new();
    private Task? _showing;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _showing = Task.Run(() => ShowAsync(_cts.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _cts.CancelAsync();
        if (_showing is not null)
            await Task.WhenAny(_showing, Task.Delay(Timeout.Infinite, cancellationToken));

        await boards.BlankAllAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        logger.LogInformation("Boards are blank");
    }

    private async Task ShowAsync(CancellationToken ct)
    {
        var last = new Dictionary<int, DateTimeOffset>();
        await foreach (var position in feed.ReadAsync(ct))
        {
            if (last.TryGetValue(position.Tram, out var before))
                await boards.ShowAsync(position.Tram, position.At - before, ct);

            last[position.Tram] = position.At;
        }
    }

    public void Dispose() => _cts.Dispose();
}
