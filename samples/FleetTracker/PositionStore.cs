using System.Collections.Concurrent;
using System.Threading.Channels;

namespace FleetTracker;

public sealed record Position(string Vehicle, double Latitude, double Longitude);

/// <summary>Where each vehicle was seen last, and the alerts that this raises.</summary>
public sealed class PositionStore
{
    private readonly ConcurrentDictionary<string, Position> _last = new();
    private readonly Channel<string> _alerts = Channel.CreateBounded<string>(1000);

    public ChannelReader<string> Alerts => _alerts.Reader;

    public void Put(Position position)
    {
        _last[position.Vehicle] = position;
        if (position.Latitude > 60)
        {
            _alerts.Writer.TryWrite($"{position.Vehicle} is far in the north");
        }
    }

    public IReadOnlyCollection<Position> All() => [.. _last.Values];

    public Task SaveAsync(string file, CancellationToken cancellationToken = default)
        => File.WriteAllLinesAsync(file, All().Select(static it => it.ToString()), cancellationToken);
}
