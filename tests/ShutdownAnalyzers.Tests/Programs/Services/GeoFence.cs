using System.Collections.Concurrent;

namespace Fleet.Fences;

public readonly record struct Position(string Truck, double Lat, double Lon);

public interface IPositionBus
{
    Task<Position> ReceiveAsync(CancellationToken ct);
}

public interface IFenceAlarm
{
    Task RaiseAsync(string truck, string fence, CancellationToken ct);
}

public sealed partial class GeoFence : BackgroundService
{
    private readonly IPositionBus _bus;
    private readonly IFenceAlarm _alarm;
    private readonly CancellationTokenSource _lifetime = new(); //! HAZARD orphan SHUT110
    private readonly ConcurrentDictionary<string, bool> _outside = new();

    public GeoFence(IPositionBus bus, IFenceAlarm alarm)
    {
        _bus = bus;
        _alarm = alarm;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var workers = new Task[4];
        for (var i = 0; i < workers.Length; i++)
            workers[i] = ConsumeAsync(_lifetime.Token); //! HAZARD orphan SHUT110 SHUT101 SHUT102
        return Task.WhenAll(workers); //! HAZARD orphan SHUT110 SHUT101 SHUT102
    }

    public override void Dispose()
    {
        base.Dispose();
        _lifetime.Dispose();
    }
}

public sealed partial class GeoFence
{
    private static readonly (string Name, double South, double North, double West, double East)[] Fences =
    [
        ("depot", 50.01, 50.05, 8.20, 8.29),
        ("harbour", 53.50, 53.56, 9.90, 10.02),
    ];

    private async Task ConsumeAsync(CancellationToken lifetime)
    {
        while (!lifetime.IsCancellationRequested) //! HAZARD orphan SHUT110 SHUT101
        {
            var position = await _bus.ReceiveAsync(lifetime); //! HAZARD orphan SHUT110 SHUT102
            foreach (var fence in Fences)
            {
                var inside = position.Lat >= fence.South && position.Lat <= fence.North && position.Lon >= fence.West && position.Lon <= fence.East;
                if (inside || !_outside.TryAdd($"{position.Truck}/{fence.Name}", true)) continue;
                await _alarm.RaiseAsync(position.Truck, fence.Name, lifetime);
            }
        }
    }
}
