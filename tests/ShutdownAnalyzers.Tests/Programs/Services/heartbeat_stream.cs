using System.Runtime.CompilerServices;

namespace Iot.Heartbeats;

public sealed record Beat(long Number, DateTimeOffset At, double Load);

internal static class Beats
{
    public static async IAsyncEnumerable<Beat> EndlessAsync(TimeSpan every, Func<double> load, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var number = 0L;
        while (true)
        {
            yield return new Beat(number++, DateTimeOffset.UtcNow, load());
            try
            {
                await Task.Delay(every, ct);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
        }
    }

    public static IEnumerable<TimeSpan> Backoff(TimeSpan first, TimeSpan longest)
    {
        for (var pause = first; ; pause = pause * 2 < longest ? pause * 2 : longest)
            yield return pause;
    }
}

public interface IBeatGateway
{
    Task<bool> TrySendAsync(Beat beat, CancellationToken ct);
}

public sealed class HeartbeatSender(IBeatGateway gateway, ILogger<HeartbeatSender> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var beat in Beats.EndlessAsync(TimeSpan.FromSeconds(5), () => Environment.WorkingSet / 1e6).WithCancellation(stoppingToken))
            await SendAsync(beat, stoppingToken);

        logger.LogInformation("Last heartbeat sent");
    }

    private async Task SendAsync(Beat beat, CancellationToken ct)
    {
        foreach (var pause in Beats.Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(20)))
        {
            if (ct.IsCancellationRequested || await gateway.TrySendAsync(beat, CancellationToken.None)) return;

            logger.LogDebug("Beat {Number} waits {Pause}", beat.Number, pause);
            await Task.Delay(pause, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
