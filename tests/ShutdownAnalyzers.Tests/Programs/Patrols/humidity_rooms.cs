using System.Collections.Concurrent;

namespace Museum.Climate;

public interface IRoomSensors
{
    Task<IReadOnlyList<string>> RoomsAsync(CancellationToken ct);
    Task<double> HumidityAsync(string room, CancellationToken ct);
}

public interface IClimateLog
{
    Task WriteAsync(string room, double humidity, CancellationToken ct);
}

public sealed class HumidityRooms(IRoomSensors sensors, IClimateLog log, ILogger<HumidityRooms> logger) : BackgroundService
{
    private sealed record Watch(CancellationTokenSource Source, Task Loop);

    private readonly ConcurrentDictionary<string, Watch> _rooms = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _bus = new(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await AdjustAsync(await sensors.RoomsAsync(stoppingToken), stoppingToken);
                await Task.Delay(TimeSpan.FromMinutes(5), stoppingToken);
            }
        }
        finally
        {
            await Task.WhenAll(_rooms.Keys.ToArray().Select(EndAsync));
        }
    }

    private async Task AdjustAsync(IReadOnlyCollection<string> wanted, CancellationToken stoppingToken)
    {
        foreach (var room in wanted.Where(room => !_rooms.ContainsKey(room)))
        {
            var source = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            _rooms[room] = new Watch(source, WatchAsync(room, source.Token));
        }

        var gone = _rooms.Keys.Except(wanted, StringComparer.OrdinalIgnoreCase).ToArray();
        await Task.WhenAll(gone.Select(EndAsync));
    }

    private async Task EndAsync(string room)
    {
        if (!_rooms.TryRemove(room, out var watch))
            return;

        using (watch.Source)
        {
            await watch.Source.CancelAsync();
            await watch.Loop;
        }
    }

    private async Task WatchAsync(string room, CancellationToken ct)
    {
        try
        {
            while (await ReadAsync(room, ct))
                await Task.Delay(TimeSpan.FromSeconds(30), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            logger.LogInformation("{Room} is no longer watched", room);
        }
    }

    private async Task<bool> ReadAsync(string room, CancellationToken ct)
    {
        await _bus.WaitAsync(ct);
        try
        {
            var humidity = await sensors.HumidityAsync(room, ct);
            await log.WriteAsync(room, humidity, CancellationToken.None);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            logger.LogWarning(ex, "{Room} not read", room);
        }
        finally
        {
            _bus.Release();
        }

        return !ct.IsCancellationRequested;
    }

    public override void Dispose()
    {
        base.Dispose();
        _bus.Dispose();
    }
}
