namespace Security.Cameras;

public sealed class MotionEventArgs(string camera, DateTimeOffset at) : EventArgs
{
    public string Camera { get; } = camera;
    public DateTimeOffset At { get; } = at;
}

public interface ICameraHub
{
    event EventHandler<MotionEventArgs>? Motion;
    Task ArmAsync(CancellationToken cancellationToken);
    Task DisarmAsync(CancellationToken cancellationToken);
}

public sealed class MotionCounter
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}

public sealed class GateCameras(ICameraHub hub, MotionCounter counter, ILogger<GateCameras> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = stoppingToken.Register(() => stopped.TrySetResult());

        await hub.ArmAsync(stoppingToken);
        hub.Motion += OnMotion;
        try
        {
            await stopped.Task;
        }
        finally
        {
            hub.Motion -= OnMotion;
            await DisarmAsync();
        }
    }

    private void OnMotion(object? sender, MotionEventArgs e)
    {
        counter.Add();
        logger.LogInformation("Motion at {Camera}", e.Camera);
    }

    private async Task DisarmAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        try
        {
            await hub.DisarmAsync(limit.Token);
        }
        catch (Exception ex) when (ex is OperationCanceledException or IOException)
        {
            logger.LogError(ex, "Cameras stay armed");
        }
    }
}

public sealed class CameraInventory(ICameraHub hub, ILogger<CameraInventory> logger) : BackgroundService
{
    // once, at start: nothing goes on after it
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.LogInformation("Camera hub is a {Type}", hub.GetType().Name);
        return Task.CompletedTask;
    }
}
