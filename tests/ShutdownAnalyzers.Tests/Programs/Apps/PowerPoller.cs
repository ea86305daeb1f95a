namespace Energy.Power;

public interface IPlug
{
    Task<double> WattsAsync();
}

public sealed class PowerPoller : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Loop _loop;
    private Task _running = Task.CompletedTask;

    public PowerPoller(IEnumerable<IPlug> plugs, ILogger<PowerPoller> logger) => _loop = new Loop([.. plugs], logger);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(() => _loop.RunAsync(_stop.Token)); //! HAZARD poll SHUT101
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private sealed class Loop(IPlug[] plugs, ILogger logger)
    {
        public async Task RunAsync(CancellationToken stop) //! HAZARD poll SHUT101
        {
            logger.LogDebug("Polling {Count} plugs, can stop: {CanStop}", plugs.Length, stop.CanBeCanceled);
            var budget = TimeSpan.FromSeconds(15);

            while (true) //! HAZARD poll SHUT101
            {
                var started = TimeProvider.System.GetTimestamp();
                double total = 0;
                foreach (var plug in plugs) total += await plug.WattsAsync();

                logger.LogInformation("{Total:F0} W", total);
                var left = budget - TimeProvider.System.GetElapsedTime(started);
                await SleepAsync(left); //! HAZARD poll SHUT101 SHUT102
            }
        }

        private static async ValueTask SleepAsync(TimeSpan time) //! HAZARD poll SHUT102 SHUT101
        {
            if (time > TimeSpan.Zero)
                await Task.Delay(time); //! HAZARD poll SHUT101 SHUT102
        }
    }
}
