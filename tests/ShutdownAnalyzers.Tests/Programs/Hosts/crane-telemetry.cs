using System.Runtime.InteropServices;

using var stop = new CancellationTokenSource();
Signals.OnTermination(stop.Cancel);

await using var sink = new TelemetryFile(args is [var path, ..] ? path : "crane.csv");
var crane = new CranePort("/dev/ttyUSB0");

try
{
    while (true)
    {
        await sink.WriteAsync(crane.Read());
        await Task.Delay(TimeSpan.FromMilliseconds(200), stop.Token);
    }
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await sink.WriteAsync(new(0, 0, 0));
}

internal static class Signals
{
    public static void OnTermination(Action stop)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            PosixSignalRegistration.Create(signal, context => //! HAZARD signals SHUT506
            {
                context.Cancel = true;
                stop();
            });
        }
    }
}

public readonly record struct Sample(double Load, double Slew, double Radius);

internal sealed class CranePort(string device)
{
    private readonly Random _noise = new(device.GetHashCode());

    public Sample Read() => new(_noise.NextDouble() * 40, _noise.NextDouble() * 360, 12 + _noise.NextDouble());
}

internal sealed class TelemetryFile(string path) : IAsyncDisposable
{
    private readonly StreamWriter _writer = new(path, append: true);

    public Task WriteAsync(Sample sample)
        => _writer.WriteLineAsync(FormattableString.Invariant($"{DateTimeOffset.UtcNow:O},{sample.Load:F2},{sample.Slew:F1},{sample.Radius:F1}"));

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}

public interface ILoadLimit
{
    Task<double> CurrentAsync(CancellationToken ct);
}

public sealed class LimitWatch : Microsoft.Extensions.Hosting.BackgroundService
{
    private readonly ILoadLimit _limit;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<LimitWatch> _logger;

    public LimitWatch(ILoadLimit limit, IHostApplicationLifetime lifetime, ILogger<LimitWatch> logger)
        => (_limit, _lifetime, _logger) = (limit, lifetime, logger);

    private CancellationToken Ended => _lifetime.ApplicationStopped; //! HAZARD stopped SHUT101 SHUT102

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!Ended.IsCancellationRequested) //! HAZARD stopped SHUT101 SHUT102
        {
            if (await _limit.CurrentAsync(Ended) > 38) //! HAZARD stopped SHUT101 SHUT102
                _logger.LogWarning("Close to the limit");

            await Task.Delay(TimeSpan.FromSeconds(10), Ended); //! HAZARD stopped SHUT101 SHUT102
        }
    }
}
