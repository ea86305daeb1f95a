namespace Wind.Turbines;

public interface ITurbine
{
    double Rpm();
}

internal static class Threads
{
    public static Thread Background(string name, Action body)
    {
        var thread = new Thread(() => body());
        thread.Name = name;
        thread.IsBackground = true;
        return thread;
    }
}

public sealed class TurbineSampler(ITurbine turbine, ILogger<TurbineSampler> logger) : BackgroundService
{
    private readonly ManualResetEventSlim _wake = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Threads.Background("turbine", () =>
        {
            try
            {
                Sample(stoppingToken);
            }
            finally
            {
                done.TrySetResult();
            }
        }).Start();

        await done.Task;
    }

    public void Wake() => _wake.Set();

    private void Sample(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            logger.LogDebug("{Rpm:F0} rpm", turbine.Rpm());
            try
            {
                _wake.Wait(500, stop);
                _wake.Reset();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }
}
