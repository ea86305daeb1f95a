using System.Runtime.CompilerServices;

namespace Energy.FanIn;

public readonly record struct Sample(string Meter, double Value, long Ticks);

public interface IMeterStream
{
    IAsyncEnumerable<Sample> SamplesAsync(CancellationToken ct = default);
}

public interface ISampleStore
{
    Task WriteAsync(IReadOnlyList<Sample> samples, CancellationToken ct);
}

internal static class AsyncSequences
{
    public static async IAsyncEnumerable<IReadOnlyList<T>> InGroupsAsync<T>(this IAsyncEnumerable<T> source, int size, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var group = new List<T>(size);
        await foreach (var item in source.WithCancellation(ct).ConfigureAwait(false))
        {
            group.Add(item);
            if (group.Count < size) continue;

            yield return group;
            group = new List<T>(size);
        }

        if (group.Count > 0) yield return group;
    }
}

public sealed class TelemetryFanIn : BackgroundService
{
    private readonly IMeterStream[] _streams;
    private readonly ISampleStore _store;
    private readonly ILogger<TelemetryFanIn> _logger;

    public TelemetryFanIn(IEnumerable<IMeterStream> streams, ISampleStore store, ILogger<TelemetryFanIn> logger)
    {
        _streams = streams.ToArray();
        _store = store;
        _logger = logger;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Parallel.ForEachAsync(_streams, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, _streams.Length), CancellationToken = stoppingToken }, PumpAsync);

    private async ValueTask PumpAsync(IMeterStream stream, CancellationToken ct)
    {
        var pause = TimeSpan.FromSeconds(1);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await foreach (var group in stream.SamplesAsync().InGroupsAsync(200).WithCancellation(ct))
                {
                    await _store.WriteAsync(group, ct);
                    pause = TimeSpan.FromSeconds(1);
                }
            }
            catch (IOException ex)
            {
                _logger.LogWarning(ex, "Meter stream broke, next try in {Pause}", pause);
            }

            await Task.Delay(pause, ct);
            if (pause < TimeSpan.FromMinutes(1)) pause *= 2;
        }
    }
}
