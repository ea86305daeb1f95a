using System.Collections.Concurrent;

namespace Forest.Cameras;

public sealed record Snapshot(string Camera, byte[] Jpeg, DateTimeOffset Taken);

public interface ICameraDriver
{
    bool TryGrab(string camera, out byte[] jpeg);
}

public interface IWildlifeModel
{
    string? Recognize(byte[] jpeg);
}

public interface ISightings
{
    void Add(string camera, string animal, DateTimeOffset at);
}

public sealed class TrapCamera : BackgroundService
{
    private readonly ICameraDriver _driver;
    private readonly IWildlifeModel _model;
    private readonly ISightings _sightings;
    private readonly string[] _cameras;
    private readonly ConcurrentDictionary<string, int> _empty = new();

    public TrapCamera(ICameraDriver driver, IWildlifeModel model, ISightings sightings, IConfiguration configuration)
    {
        _driver = driver;
        _model = model;
        _sightings = sightings;
        _cameras = configuration.GetSection("Cameras").Get<string[]>() ?? ["north-1"];
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(_cameras.Select(camera => Dedicated(() => Watch(camera), stoppingToken))); //! HAZARD watch SHUT111 SHUT101 SHUT102

    private static Task Dedicated(Action body, CancellationToken token)
        => Task.Factory.StartNew(body, token, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default); //! HAZARD watch SHUT111 SHUT101

    private void Watch(string camera) //! HAZARD watch SHUT111 SHUT101
    {
        while (true) //! HAZARD watch SHUT111 SHUT101
        {
            if (_driver.TryGrab(camera, out var jpeg))
            {
                var snapshot = new Snapshot(camera, jpeg, DateTimeOffset.UtcNow);
                if (_model.Recognize(snapshot.Jpeg) is { } animal)
                    _sightings.Add(snapshot.Camera, animal, snapshot.Taken);
                else
                    _empty.AddOrUpdate(camera, 1, (_, n) => n + 1);
            }

            Thread.Sleep(Pause(camera)); //! HAZARD watch SHUT102 SHUT101 SHUT111
        }
    }

    private TimeSpan Pause(string camera) => TimeSpan.FromSeconds(_empty.GetValueOrDefault(camera) > 100 ? 30 : 3);
}

public interface IInfraredLamp
{
    Task PulseAsync(TimeSpan time, CancellationToken ct);
}

public sealed class LampService(IInfraredLamp lamp, ILogger<LampService> logger) : IHostedService, IAsyncDisposable
{
    private Timer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(_ => Flash(cancellationToken), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)); //! HAZARD lamp SHUT206
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await DisposeAsync();

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Flash(CancellationToken ct)
    {
        try
        {
            lamp.PulseAsync(TimeSpan.FromSeconds(2), ct).Wait(TimeSpan.FromSeconds(5)); //! HAZARD lamp SHUT206
        }
        catch (AggregateException ex)
        {
            logger.LogWarning(ex, "The lamp did not flash");
        }
    }
}
