using System.Runtime.CompilerServices;

namespace Caves.Sensors;

public interface ISensor
{
    ValueTask<double> ReadAsync();
}

internal static class Sampling
{
    public static async IAsyncEnumerable<double> SamplesAsync(this ISensor sensor, TimeSpan pause, [EnumeratorCancellation] CancellationToken stop = default)
    {
        for (; ; await Task.Delay(pause, stop))
            yield return await sensor.ReadAsync();
    }

    public static IEnumerable<int> Numbers()
    {
        var number = 0;
        while (true) yield return number++;
    }
}

public sealed class CaveRecorder(IEnumerable<ISensor> sensors, ILogger<CaveRecorder> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var recordings = sensors.Zip(Sampling.Numbers(), (sensor, number) => RecordAsync(sensor, number, stoppingToken));
        await Task.WhenAll(recordings.ToArray());
    }

    private async Task RecordAsync(ISensor sensor, int number, CancellationToken stop)
    {
        var sum = 0.0;
        await foreach (var (value, index) in Indexed(sensor.SamplesAsync(TimeSpan.FromSeconds(15))).WithCancellation(stop))
        {
            sum += value;
            if (index % 20 == 19)
            {
                logger.LogInformation("Sensor {Number}: {Average:F2}", number, sum / 20);
                sum = 0;
            }
        }
    }

    private static async IAsyncEnumerable<(double Value, int Index)> Indexed(IAsyncEnumerable<double> source, [EnumeratorCancellation] CancellationToken stop = default)
    {
        var index = 0;
        await foreach (var value in source.WithCancellation(stop))
            yield return (value, index++);
    }
}
