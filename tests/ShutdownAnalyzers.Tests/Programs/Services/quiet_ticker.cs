namespace Gauge.Quiet;

internal static class Waiting
{
    /// <summary>True after the whole pause, false when the end came first; never throws.</summary>
    public static async Task<bool> PauseAsync(this CancellationToken ending, TimeSpan pause)
    {
        await Task.Delay(pause, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ending.IsCancellationRequested;
    }
}

public interface IGauge
{
    double Read();
    void Calibrate(double offset);
    void SwitchOff();
}

public sealed class GaugeWorker(IGauge gauge, ILogger<GaugeWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var mean = 0.0;
        var samples = 0;
        do
        {
            var value = gauge.Read();
            mean += (value - mean) / ++samples;
            if (samples % 100 == 0)
            {
                gauge.Calibrate(-mean);
                logger.LogInformation("Calibrated by {Offset:F3}", -mean);
            }
        }
        while (await stoppingToken.PauseAsync(TimeSpan.FromSeconds(5)));

        gauge.SwitchOff();
        logger.LogInformation("Switched off after {Samples} samples", samples);
    }
}
