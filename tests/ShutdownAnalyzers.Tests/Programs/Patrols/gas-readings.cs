using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Mine.Gas;

public abstract class Probe<TReading> : BackgroundService
{
    protected Probe(ILogger logger) => Logger = logger;

    protected ILogger Logger { get; }

    protected virtual TimeSpan Pause => TimeSpan.FromSeconds(3);

    protected abstract ValueTask<TReading> ReadAsync(CancellationToken cancellationToken);

    protected abstract void Publish(TReading reading);

    protected abstract ValueTask CloseAsync();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StopReadingAsync(cancellationToken);
        }
        finally
        {
            await CloseAsync();
        }
    }

    protected virtual Task StopReadingAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var reading in ReadingsAsync(stoppingToken))
            Publish(reading);
    }

    private async IAsyncEnumerable<TReading> ReadingsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            yield return await ReadAsync(cancellationToken);
            await Task.Delay(Pause, cancellationToken);
        }
    }
}

public readonly record struct Methane(double Percent, DateTimeOffset At);

public sealed class MethaneProbe(IConfiguration configuration, ILogger<MethaneProbe> logger) : Probe<Methane>(logger)
{
    private readonly TcpClient _wire = new();
    private int _high;

    protected override TimeSpan Pause => _high > 0 ? TimeSpan.FromMilliseconds(500) : base.Pause;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        Logger.LogInformation("Methane probe at {Host}", configuration["Methane:Host"]);
        await base.StartAsync(cancellationToken);
    }

    protected override async ValueTask<Methane> ReadAsync(CancellationToken cancellationToken)
    {
        if (!_wire.Connected)
            await _wire.ConnectAsync(configuration["Methane:Host"] ?? "localhost", 5020, cancellationToken);

        var frame = new byte[8];
        await _wire.GetStream().ReadExactlyAsync(frame, cancellationToken);
        return new Methane(BitConverter.ToDouble(frame), DateTimeOffset.UtcNow);
    }

    protected override void Publish(Methane reading)
    {
        _high = reading.Percent > 1.0 ? _high + 1 : 0;
        if (_high == 3)
            Logger.LogCritical("{Percent:F2} % methane", reading.Percent);
    }

    protected override async Task StopReadingAsync(CancellationToken cancellationToken)
    {
        Logger.LogDebug("Last reading pending");
        await base.StopReadingAsync(cancellationToken);
    }

    protected override ValueTask CloseAsync()
    {
        _wire.Close();
        return ValueTask.CompletedTask;
    }
}

public static class GasServices
{
    public static IServiceCollection AddGasReadings(this IServiceCollection services) =>
        services.AddHostedService<MethaneProbe>();
}
