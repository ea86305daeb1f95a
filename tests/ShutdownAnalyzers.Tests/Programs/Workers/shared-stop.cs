namespace Radio.SharedStop;

public interface IShutdown
{
    bool Requested { get; }
    Task Pause(TimeSpan time);
}

internal sealed class ShutdownService : IHostedService, IShutdown, IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public bool Requested => _source.IsCancellationRequested;

    public Task Pause(TimeSpan time) => Task.Delay(time, _source.Token).ContinueWith(
        static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => _source.CancelAsync();
    public void Dispose() => _source.Dispose();
}

public interface ITuner
{
    ValueTask<double> SignalAsync(double megahertz);
}

public sealed class BandScan(ITuner tuner, IShutdown shutdown, ILogger<BandScan> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var frequency = 87.5; !shutdown.Requested && !stoppingToken.IsCancellationRequested; frequency += 0.1)
        {
            if (frequency > 108) frequency = 87.5;
            var strength = await tuner.SignalAsync(frequency);
            if (strength > 0.4) logger.LogInformation("{Frequency:0.0} MHz: {Strength:P0}", frequency, strength);
            await shutdown.Pause(TimeSpan.FromMilliseconds(200));
        }
    }
}

public static class RadioServices
{
    public static IServiceCollection AddRadio(this IServiceCollection services) => services
        .AddHostedService<BandScan>()
        .AddSingleton<ShutdownService>()
        .AddSingleton<IShutdown>(sp => sp.GetRequiredService<ShutdownService>())
        .AddHostedService(sp => sp.GetRequiredService<ShutdownService>());
}
