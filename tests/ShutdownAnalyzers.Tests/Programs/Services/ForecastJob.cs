namespace Weather.Forecast;

public interface IModelRun
{
    Task RunAsync(DateTimeOffset cycle, CancellationToken ct);
}

public sealed class ForecastJob : IHostedService, IDisposable
{
    private readonly IModelRun _model;
    private readonly ILogger<ForecastJob> _logger;
    private CancellationTokenSource? _stop;
    private Task? _job;

    public ForecastJob(IModelRun model, ILogger<ForecastJob> logger)
    {
        _model = model;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stop = new CancellationTokenSource();
        _job = CyclesAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_job is not { } job) return;

        var stop = Interlocked.Exchange(ref _stop, null);
        if (stop is not null) await stop.CancelAsync();

        await job.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!job.IsCompleted) _logger.LogWarning("The model run was abandoned");
        stop?.Dispose();
    }

    public void Dispose() => Interlocked.Exchange(ref _stop, null)?.Dispose();

    private async Task CyclesAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var now = DateTimeOffset.UtcNow;
            var cycle = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour / 6 * 6, 0, 0, TimeSpan.Zero);
            try
            {
                await _model.RunAsync(cycle, ct);
            }
            catch (Exception ex) when (!ct.IsCancellationRequested)
            {
                _logger.LogError(ex, "Cycle {Cycle} failed", cycle);
            }

            await Task.Delay(cycle.AddHours(6) - now, ct);
        }
    }
}
