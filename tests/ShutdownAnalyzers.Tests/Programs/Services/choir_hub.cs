using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;

namespace Music.Choir;

public sealed record Note(string Voice, int Pitch, int Beats);

public interface IScorePages
{
    IAsyncEnumerable<Note> ReadAsync(int page, CancellationToken ct);
    int Pages { get; }
}

public sealed class ChoirHub(IScorePages pages, ILogger<ChoirHub> logger) : Hub
{
    public async IAsyncEnumerable<Note> Sing(string voice, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 0; ; page = (page + 1) % pages.Pages)
        {
            await foreach (var note in pages.ReadAsync(page, ct).WithCancellation(ct))
            {
                if (note.Voice != voice) continue;
                yield return note;
                await Task.Delay(note.Beats * 500, ct);
            }
        }
    }

    public async IAsyncEnumerable<int> Metronome(int bpm, [EnumeratorCancellation] CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1.0 / Math.Clamp(bpm, 30, 240)));
        for (var beat = 1; await timer.WaitForNextTickAsync(ct); beat = beat % 4 + 1)
            yield return beat;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        logger.LogDebug(exception, "{Connection} leaves the choir", Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}
