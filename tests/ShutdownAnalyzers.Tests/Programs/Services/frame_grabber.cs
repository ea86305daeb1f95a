namespace Vision.Grabber;

public sealed class FrameRing
{
    private readonly ulong[] _stamps;

    public FrameRing(int size) => _stamps = new ulong[size];

    public ulong[] Stamps => _stamps;
    public ulong Lost { get; set; }
}

public static class Grabber
{
    private static bool _running; //! HAZARD running SHUT109
    private static Thread? _thread;

    public static void Begin(FrameRing ring)
    {
        _running = true;
        _thread = new Thread(() => Watch(ring)) { IsBackground = true, Name = "grabber" };
        _thread.Start();
    }

    public static bool End(TimeSpan patience)
    {
        _running = false; //! HAZARD running SHUT109
        return _thread is null || _thread.Join(patience);
    }

    private static void Watch(FrameRing ring) //! HAZARD running SHUT109 SHUT101
    {
        var stamps = ring.Stamps;
        var lost = 0UL;
        var last = 0UL;
        var index = 0;

        while (_running) //! HAZARD running SHUT109 SHUT101
        {
            var stamp = stamps[index];
            if (stamp <= last) continue;

            if (last != 0 && stamp - last > 1) lost += stamp - last - 1;
            last = stamp;
            index = index + 1 == stamps.Length ? 0 : index + 1;
        }

        ring.Lost = lost;
    }
}

public sealed class GrabberService(FrameRing ring, ILogger<GrabberService> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Grabber.Begin(ring);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (!Grabber.End(TimeSpan.FromSeconds(2)))
            logger.LogWarning("The grabber goes on");

        logger.LogInformation("{Lost} frames lost", ring.Lost);
        return Task.CompletedTask;
    }
}

public static class GrabberModule
{
    public static IServiceCollection AddGrabber(this IServiceCollection services, int frames)
        => services.AddSingleton(_ => new FrameRing(frames)).AddHostedService<GrabberService>();
}

public interface IFrameArchive
{
    Task<bool> StoreAsync(ulong lost, CancellationToken ct);
}

public sealed class LossReporter(FrameRing ring, IFrameArchive archive, ILogger<LossReporter> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken); //! HAZARD limit SHUT304
            limit.CancelAfter(TimeSpan.FromSeconds(5));
            try
            {
                if (!await archive.StoreAsync(ring.Lost, limit.Token)) logger.LogWarning("The archive is full");
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("The archive is slow");
            }

            await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
        }
    }
}
