namespace Orchard.Harvest;

public interface IPickerRobot
{
    string Name { get; }
    Task<int> PickRowAsync(int row, CancellationToken ct);
}

public interface ICrateStore
{
    Task AddAsync(string robot, int apples, CancellationToken ct);
}

public abstract class ShiftWorker : BackgroundService
{
    private CancellationToken _endOfShift;

    protected ILogger Logger { get; }

    protected ShiftWorker(ILogger logger) => Logger = logger;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _endOfShift = stoppingToken;
        try
        {
            await WorkAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Logger.LogInformation("{Worker} goes home", GetType().Name);
        }
    }

    protected abstract Task WorkAsync();

    protected Task BreakAsync(double minutes) => Task.Delay(TimeSpan.FromMinutes(minutes), _endOfShift);

    protected async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> job)
    {
        try
        {
            return await job(_endOfShift);
        }
        catch (Exception ex) when (!_endOfShift.IsCancellationRequested)
        {
            Logger.LogError(ex, "Job failed");
            return default;
        }
    }
}

public sealed class PickingService(IEnumerable<IPickerRobot> robots, ICrateStore crates, ILogger<PickingService> logger) : ShiftWorker(logger)
{
    protected override async Task WorkAsync()
    {
        var row = 0;
        while (true)
        {
            row = row % 64 + 1;
            foreach (var robot in robots)
            {
                var apples = await TryAsync(ct => robot.PickRowAsync(row, ct));
                if (apples > 0)
                    await TryAsync(ct => StoreAsync(robot.Name, apples, ct));
            }

            await BreakAsync(2.5);
        }
    }

    private async Task<bool> StoreAsync(string robot, int apples, CancellationToken ct)
    {
        await crates.AddAsync(robot, apples, ct);
        return true;
    }
}

public sealed class RainWatch(ILogger<RainWatch> logger, Func<double> millimetres) : ShiftWorker(logger)
{
    protected override async Task WorkAsync()
    {
        for (var last = 0.0; ; await BreakAsync(10))
        {
            var now = millimetres();
            if (now - last > 1)
                Logger.LogWarning("Rain: {Millimetres:F1} mm more", now - last);

            last = now;
        }
    }
}
