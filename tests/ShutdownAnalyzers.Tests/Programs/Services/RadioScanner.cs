using System.Runtime.CompilerServices;

namespace Radio.Scanner;

public sealed record Station(double Megahertz, double Decibel);

public interface ITuner
{
    ValueTask<double> LevelAsync(double megahertz, CancellationToken ct);
}

public sealed class Sweep : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly ITuner _tuner;

    public Sweep(ITuner tuner, CancellationToken application, TimeSpan limit)
    {
        _tuner = tuner;
        _end = CancellationTokenSource.CreateLinkedTokenSource(application);
        _end.CancelAfter(limit);
    }

    public async IAsyncEnumerable<Station> RunAsync(double from, double to, [EnumeratorCancellation] CancellationToken ct = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, ct);
        for (var frequency = from; frequency <= to && !either.IsCancellationRequested; frequency += 0.05)
        {
            var level = await _tuner.LevelAsync(frequency, either.Token);
            if (level > -60) yield return new Station(Math.Round(frequency, 2), level);
        }
    }

    public void Dispose() => _end.Dispose();
}

public sealed class RadioScanner(ITuner tuner, ILogger<RadioScanner> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var found = 0;
                using (var sweep = new Sweep(tuner, stoppingToken, TimeSpan.FromMinutes(2)))
                {
                    await foreach (var station in sweep.RunAsync(87.5, 108, stoppingToken))
                    {
                        found++;
                        logger.LogDebug("{Frequency} MHz: {Level} dB", station.Megahertz, station.Decibel);
                    }
                }

                logger.LogInformation("{Found} stations", found);
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("The sweep took too long");
            }

            await Task.Delay(TimeSpan.FromMinutes(5), stoppingToken);
        }
    }
}
