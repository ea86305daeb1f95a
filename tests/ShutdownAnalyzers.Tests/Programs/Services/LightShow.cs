namespace Event.Lights;

public sealed record Cue(int Number, TimeSpan Fade);

public interface IDesk : IAsyncDisposable
{
    Task FadeOutAsync();
    Task GoAsync(Cue cue, CancellationToken ct);
}

public interface IDeskFactory
{
    Task<IDesk> ConnectAsync(CancellationToken ct);
}

public sealed class LightShow(IDeskFactory desks, ILogger<LightShow> logger) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);
    private IDesk? _desk;

    private bool Connected => _desk is not null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _desk = await desks.ConnectAsync(cancellationToken);
        await _desk.GoAsync(new Cue(0, TimeSpan.FromSeconds(2)), cancellationToken);
    }

    public Task PlayAsync(Cue cue, CancellationToken ct) => _desk?.GoAsync(cue, ct) ?? Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!Connected) return;
        var desk = Interlocked.Exchange(ref _desk, null);
        if (desk is null) return;

        try
        {
            await desk.FadeOutAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            logger.LogWarning("The lights stay on");
        }

        await desk.DisposeAsync();
    }
}

public sealed class CueClock(LightShow show, IConfiguration configuration, ILogger<CueClock> logger) : BackgroundService
{
    private readonly Queue<Cue> _cues = new((configuration.GetSection("Cues").Get<int[]>() ?? [1, 2, 3]).Select(n => new Cue(n, TimeSpan.FromSeconds(4))));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var over = Task.Delay(Timeout.Infinite, stoppingToken);
        try
        {
            while (!over.IsCompleted && _cues.TryDequeue(out var cue))
            {
                await show.PlayAsync(cue, stoppingToken);
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(over, Task.Delay(cue.Fade + TimeSpan.FromMinutes(1), pause.Token));
                await pause.CancelAsync();
            }
        }
        finally
        {
            logger.LogInformation("{Count} cues were not played", _cues.Count);
        }
    }
}
