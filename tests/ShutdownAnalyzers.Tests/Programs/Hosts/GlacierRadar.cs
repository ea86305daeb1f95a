namespace Glacier.Radar;

public interface IRadar
{
    ValueTask<double[]> SweepAsync(CancellationToken ct);
    ValueTask StoreAsync(double[] trace, CancellationToken ct);
}

public abstract class Loop : IHostedService
{
    protected Task? Running { get; private set; }

    public abstract Task StartAsync(CancellationToken cancellationToken);
    public abstract Task StopAsync(CancellationToken cancellationToken);

    protected void Launch(Func<Task> body) => Running = Task.Run(body);
}

public sealed class SweepLoop(IRadar radar, ILogger<SweepLoop> logger) : Loop
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Launch(() => SweepAsync(cancellationToken)); //! HAZARD start SHUT206 SHUT205 SHUT101 SHUT208
        return Task.CompletedTask;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Running is null) return;
        await Task.WhenAny(Running, Task.Delay(Timeout.Infinite, cancellationToken)); //! HAZARD start SHUT206 SHUT205 SHUT101 SHUT208
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested) //! HAZARD start SHUT206 SHUT205 SHUT101 SHUT208
        {
            var trace = await radar.SweepAsync(ct);
            logger.LogDebug("{Points} points", trace.Length);
            await Task.Delay(TimeSpan.FromSeconds(20), ct); //! HAZARD start SHUT206 SHUT205 SHUT101 SHUT208
        }
    }
}

public sealed class CalvingLoop(IRadar radar) : Loop, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Launch(RecordAsync);
        return Task.CompletedTask;
    }

    public override Task StopAsync(CancellationToken cancellationToken) //! HAZARD nowait SHUT209
    {
        _stop.Cancel(); //! HAZARD nowait SHUT209
        return Task.CompletedTask; //! HAZARD nowait SHUT209
    }

    public void Dispose() => _stop.Dispose();

    private async Task RecordAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var trace = await radar.SweepAsync(_stop.Token);
            await radar.StoreAsync(trace, CancellationToken.None);
            await Task.Delay(500, _stop.Token);
        }
    }
}
