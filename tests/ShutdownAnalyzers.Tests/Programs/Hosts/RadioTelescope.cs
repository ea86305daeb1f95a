using System.Runtime.CompilerServices;

namespace Observatory;

public readonly record struct Burst(double Frequency, double Janskys);

public interface IReceiver
{
    Task<double[]> SpectrumAsync(CancellationToken ct);
}

public static class ReceiverExtensions
{
    extension(IReceiver receiver)
    {
        public async IAsyncEnumerable<Burst> BurstsAsync(double threshold, [EnumeratorCancellation] CancellationToken ct = default)
        {
            while (true)
            {
                var spectrum = await receiver.SpectrumAsync(ct);
                for (var i = 0; i < spectrum.Length; i++)
                {
                    if (spectrum[i] > threshold)
                        yield return new Burst(1400 + i * 0.1, spectrum[i]);
                }

                await Task.Delay(250, ct);
            }
        }
    }
}

public sealed class BurstLog(IReceiver receiver, ILogger<BurstLog> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var burst in receiver.BurstsAsync(25).WithCancellation(stoppingToken))
            logger.LogInformation("{Frequency:F1} MHz: {Janskys} Jy", burst.Frequency, burst.Janskys);
    }
}

public sealed class DriftWatch(IReceiver receiver, ILogger<DriftWatch> logger) : BackgroundService
{
    private double? _reference;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        return Task.Run(WatchAsync, CancellationToken.None);

        async Task WatchAsync()
        {
            while (true)
            {
                var spectrum = await receiver.SpectrumAsync(stoppingToken);
                var mean = spectrum.Length > 0 ? spectrum.Average() : 0;
                _reference ??= mean;
                if (Math.Abs(mean - _reference.Value) > 3)
                    logger.LogWarning("Receiver drifts: {Mean}", mean);

                await RestAsync();
            }
        }

        Task RestAsync() => Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
    }
}
