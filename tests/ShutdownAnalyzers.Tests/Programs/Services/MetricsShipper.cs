using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Telemetry.Shipping;

public readonly record struct Sample(string Name, double Value, long Ticks);

public interface IMetricsEndpoint
{
    Task PushAsync(IReadOnlyCollection<Sample> samples, CancellationToken ct);
}

public sealed class MetricsShipper(IMetricsEndpoint endpoint, ILogger<MetricsShipper> logger) : IHostedService, IDisposable
{
    private readonly ConcurrentQueue<Sample> _samples = new();
    private readonly MeterListener _listener = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("shop.", StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _)
            => _samples.Enqueue(new Sample(instrument.Name, value, Environment.TickCount64)));
        _listener.Start();

        BeginShipping(); //! HAZARD ship SHUT205
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("{Left} samples left", _samples.Count);
        return Task.CompletedTask;
    }

    public void Dispose() => _listener.Dispose();

    private void BeginShipping() => _ = Task.Run(ShipAsync); //! HAZARD ship SHUT205 SHUT101

    private async Task ShipAsync() //! HAZARD ship SHUT205 SHUT101
    {
        var batch = new List<Sample>(256);
        while (true) //! HAZARD ship SHUT101 SHUT205
        {
            while (batch.Count < 256 && _samples.TryDequeue(out var sample))
                batch.Add(sample);

            try
            {
                if (batch.Count > 0) await endpoint.PushAsync(batch, CancellationToken.None);
                batch.Clear();
            }
            catch (HttpRequestException ex)
            {
                logger.LogWarning("Push failed: {Message}", ex.Message);
            }

            await Task.Delay(TimeSpan.FromSeconds(10)); //! HAZARD ship SHUT101 SHUT205
        }
    }
}
