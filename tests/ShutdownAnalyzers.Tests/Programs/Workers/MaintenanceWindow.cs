namespace Ops.Windows;

public interface ITurbine
{
    Task<bool> SpinUpAsync(CancellationToken cancellationToken);
    Task SpinDownAsync();
    double Rpm { get; }
}

public sealed class TurbineSupervisor(ITurbine turbine, ILogger<TurbineSupervisor> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = stoppingToken.Register(static s => ((TaskCompletionSource)s!).TrySetResult(), stopped);

        if (!await turbine.SpinUpAsync(stoppingToken)) return;
        try
        {
            await stopped.Task;
        }
        finally
        {
            await SlowDownAsync();
        }
    }

    private async Task SlowDownAsync()
    {
        await turbine.SpinDownAsync();
        for (var i = 0; i < 10 && turbine.Rpm > 5; i++)
        {
            logger.LogInformation("Still turning at {Rpm}", turbine.Rpm);
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }
}
