using System.Threading.Channels;

namespace Drones.Gimbals;

public sealed record Attitude(int Drone, float Roll, float Pitch, float Yaw);

public interface IAttitudeBus
{
    event Action<Attitude>? Changed;
}

public interface IGimbal
{
    int Drone { get; }
    Task PointAsync(Attitude attitude);
    Task CalibrateAsync(CancellationToken cancellationToken);
}

public sealed class GimbalSync(IAttitudeBus bus, IEnumerable<IGimbal> gimbals, ILogger<GimbalSync> logger) : BackgroundService
{
    private readonly Dictionary<int, IGimbal> _gimbals = gimbals.ToDictionary(g => g.Drone);
    private readonly Channel<Attitude> _inbox = Channel.CreateUnbounded<Attitude>(new UnboundedChannelOptions { SingleReader = true });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = stoppingToken.Register(() => ended.TrySetResult());

        var pointing = PointAllAsync();
        bus.Changed += Enqueue;
        try
        {
            await Task.WhenAny(ended.Task, pointing);
        }
        finally
        {
            bus.Changed -= Enqueue;
            _inbox.Writer.TryComplete();
        }

        await pointing;
        logger.LogInformation("Gimbals are left where they point");

        void Enqueue(Attitude attitude)
        {
            if (_gimbals.ContainsKey(attitude.Drone))
                _inbox.Writer.TryWrite(attitude);
        }
    }

    private async Task PointAllAsync()
    {
        var reader = _inbox.Reader;
        while (await reader.WaitToReadAsync())
        {
            var newest = new Dictionary<int, Attitude>();
            while (newest.Count < _gimbals.Count && reader.TryRead(out var attitude))
                newest[attitude.Drone] = attitude;

            foreach (var (drone, attitude) in newest)
            {
                await _gimbals[drone].PointAsync(attitude);
            }
        }
    }
}

public sealed class GimbalCalibration(IEnumerable<IGimbal> gimbals, ILogger<GimbalCalibration> logger) : BackgroundService
{
    private readonly IGimbal[] _gimbals = [.. gimbals];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var round = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stoppingToken };
        do
        {
            await Parallel.ForEachAsync(_gimbals, round, CalibrateAsync);
        }
        while (await RestedAsync(TimeSpan.FromHours(6), stoppingToken));
    }

    private static async Task<bool> RestedAsync(TimeSpan time, CancellationToken stop)
    {
        await Task.Delay(time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stop.IsCancellationRequested;
    }

    private async ValueTask CalibrateAsync(IGimbal gimbal, CancellationToken cancellationToken)
    {
        try
        {
            await gimbal.CalibrateAsync(cancellationToken);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(ex, "Drone {Drone} is not calibrated", gimbal.Drone);
        }
    }
}

public static class GimbalServices
{
    public static IServiceCollection AddGimbals(this IServiceCollection services) => services
        .AddHostedService<GimbalSync>()
        .AddHostedService<GimbalCalibration>();
}
