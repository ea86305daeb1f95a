using System.Threading.Channels;

namespace Theatre.Rehearsal;

public sealed record Cue(int Number, string Text);

public interface IPrompter
{
    Task SayAsync(Cue cue);
    Task<IReadOnlyList<Cue>> FetchAsync(CancellationToken ct);
}

/// <summary>One loop per room, each in a task of its own.</summary>
public sealed class RehearsalRooms(IPrompter prompter, ILogger<RehearsalRooms> logger) : IHostedService
{
    private readonly Channel<Cue> _cues = Channel.CreateUnbounded<Cue>();
    private readonly Dictionary<string, Task> _rooms = [];

    public bool Give(Cue cue) => _cues.Writer.TryWrite(cue);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var room in new[] { "small", "large", "studio" })
            _rooms[room] = Task.Run(() => RehearseAsync(room), CancellationToken.None); //! HAZARD rooms SHUT208 SHUT205
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var (room, rehearsal) in _rooms)
        {
            logger.LogInformation("Clearing {Room}", room);
            await rehearsal; //! HAZARD rooms SHUT208 SHUT210
        }
    }

    private async Task RehearseAsync(string room)
    {
        while (await _cues.Reader.WaitToReadAsync()) //! HAZARD rooms SHUT208 SHUT101 SHUT601 SHUT205
        {
            while (_cues.Reader.TryRead(out var cue))
            {
                logger.LogDebug("{Room}: {Number}", room, cue.Number);
                await prompter.SayAsync(cue);
            }
        }
    }
}

public sealed class CueFetcher(IPrompter prompter, RehearsalRooms rooms) : BackgroundService
{
    private readonly CancellationTokenSource _intermission = new(); //! HAZARD break SHUT110

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var last = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var cue in await prompter.FetchAsync(stoppingToken))
                if (cue.Number > last && rooms.Give(cue))
                    last = cue.Number;

            await RestAsync(TimeSpan.FromMinutes(1), _intermission.Token); //! HAZARD break SHUT110 SHUT102
        }
    }

    public override void Dispose()
    {
        _intermission.Dispose();
        base.Dispose();
    }

    private static Task RestAsync(TimeSpan time, CancellationToken ct) => Task.Delay(time, ct); //! HAZARD break SHUT110 SHUT102
}
