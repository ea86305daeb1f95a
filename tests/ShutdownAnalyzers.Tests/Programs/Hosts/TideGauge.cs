using System.Collections.Immutable;

namespace Harbour.Tides;

public interface IGauge
{
    double ReadMetres();
}

public sealed class TideGauge(IGauge gauge, TimeProvider clock, ILogger<TideGauge> logger) : IHostedLifecycleService
{
    private readonly CancellationTokenSource _stopping = new();
    private ImmutableQueue<(DateTimeOffset At, double Metres)> _recent = [];
    private Task? _sampling;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sampling = Task.Run(SampleForever, _stopping.Token); //! HAZARD guard SHUT111
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("Gauge shows {Level:F2} m", gauge.ReadMetres());
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => _stopping.CancelAsync();

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_sampling is { } sampling)
            await sampling.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("{Count} samples at the end", _recent.Count());
        return Task.CompletedTask;
    }

    private async Task SampleForever()
    {
        while (true) //! HAZARD guard SHUT101
        {
            var reading = (clock.GetUtcNow(), gauge.ReadMetres());
            _recent = _recent.Enqueue(reading);
            if (_recent.Count() > 100)
                _recent = _recent.Dequeue();

            await Task.Delay(TimeSpan.FromSeconds(30), clock); //! HAZARD guard SHUT102
        }
    }
}
