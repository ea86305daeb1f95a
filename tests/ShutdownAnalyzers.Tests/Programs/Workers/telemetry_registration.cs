using System.Threading.Channels;

namespace Device.Telemetry;

public readonly record struct Sample(string Name, double Value);

public interface ISampleSink
{
    Task WriteAsync(IReadOnlyList<Sample> samples, CancellationToken cancellationToken);
}

public interface ITelemetry
{
    bool Add(Sample sample);
}

public sealed class TelemetryService(ISampleSink sink) : BackgroundService, ITelemetry
{
    private readonly Channel<Sample> _samples = Channel.CreateBounded<Sample>(2_048);

    public bool Add(Sample sample) => _samples.Writer.TryWrite(sample);

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _samples.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Sample>();
        try
        {
            while (await _samples.Reader.WaitToReadAsync(stoppingToken))
            {
                while (batch.Count < 256 && _samples.Reader.TryRead(out var sample)) batch.Add(sample);
                await sink.WriteAsync(batch, stoppingToken);
                batch.Clear();
            }
        }
        finally
        {
            while (_samples.Reader.TryRead(out var rest)) batch.Add(rest);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            if (batch.Count > 0) await sink.WriteAsync(batch, limit.Token);
        }
    }
}

public static class TelemetryRegistration
{
    public static IServiceCollection AddDeviceTelemetry(this IServiceCollection services) => services
        .AddSingleton<TelemetryService>()
        .AddSingleton<ITelemetry>(sp => sp.GetRequiredService<TelemetryService>())
        .AddHostedService(sp => sp.GetRequiredService<TelemetryService>());
}
