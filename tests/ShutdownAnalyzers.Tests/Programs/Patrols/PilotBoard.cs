using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

namespace Port.Pilots;

public sealed record PilotOrder(string Vessel, string Pilot, DateTimeOffset BoardingTime);

public interface IPilotFeed
{
    ChannelReader<PilotOrder> Open(string sector, out IDisposable subscription);
}

public sealed class PilotBoardHub(IPilotFeed feed, ILogger<PilotBoardHub> logger) : Hub
{
    public async IAsyncEnumerable<PilotOrder> Orders(string sector, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = feed.Open(sector, out var subscription);
        using (subscription)
        {
            while (await reader.WaitToReadAsync(cancellationToken))
                while (reader.TryRead(out var order))
                    yield return order;
        }
    }

    public ChannelReader<int> Countdown(int from, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<int>(1);
        _ = CountAsync(channel.Writer, from, cancellationToken);
        return channel.Reader;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        logger.LogDebug(exception, "{Id} left the board", Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    private static async Task CountAsync(ChannelWriter<int> writer, int from, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            for (var left = from; left >= 0; left--)
            {
                await writer.WriteAsync(left, cancellationToken);
                await Task.Delay(1000, cancellationToken);
            }
        }
        catch (Exception ex)
        {
            failure = ex;
        }
        finally
        {
            writer.TryComplete(failure);
        }
    }
}

public sealed class PilotAnnouncer(IHubContext<PilotBoardHub> hub, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minute = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        try
        {
            while (await minute.WaitForNextTickAsync(stoppingToken))
                await hub.Clients.All.SendAsync("clock", clock.GetLocalNow(), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await hub.Clients.All.SendAsync("closing", "The board is being restarted", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
