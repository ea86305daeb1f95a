namespace EscapeRoom.Control;

public interface IPuzzleBoard
{
    IReadOnlyList<string> Rooms { get; }
    void ShowRemaining(string room, TimeSpan left);
    void PlayHint(string room);
}

internal sealed class CountdownService : IHostedService
{
    private readonly IPuzzleBoard _board;
    private readonly TimeProvider _clock;
    private Timer? _timer;
    private DateTimeOffset _deadline;

    public CountdownService(IPuzzleBoard board, TimeProvider clock)
    {
        _board = board;
        _clock = clock;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _deadline = _clock.GetUtcNow().AddMinutes(60);
        _timer = new Timer(Tick, null, TimeSpan.Zero, TimeSpan.FromSeconds(1)); //! HAZARD countdown SHUT205
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask; //! HAZARD countdown SHUT205

    private void Tick(object? state)
    {
        foreach (var room in _board.Rooms)
            _board.ShowRemaining(room, _deadline - _clock.GetUtcNow());
    }
}

internal sealed class HintService(IPuzzleBoard board, ILogger<HintService> logger) : IHostedService
{
    private Timer _hints = null!;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _hints = new Timer(_ => GiveHints(), null, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("No more hints");
        await _hints.DisposeAsync(); //! HAZARD hints SHUT212
    }

    private void GiveHints()
    {
        foreach (var room in board.Rooms)
            board.PlayHint(room);
    }
}

internal sealed class FogService(IPuzzleBoard board) : IHostedService
{
    private Timer? _fog;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _fog = new Timer(static state => ((IPuzzleBoard)state!).PlayHint("crypt"), board, 0, 90_000);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_fog is { } fog)
            await fog.DisposeAsync();
    }
}
