using System.Collections.Concurrent;

namespace Cloud.Uploads;

public interface IUploader
{
    Task UploadAsync(string path);
}

public sealed class UploadTracker
{
    private int _inFlight;

    public int InFlight => Volatile.Read(ref _inFlight);

    public IDisposable Enter()
    {
        Interlocked.Increment(ref _inFlight);
        return new Leave(this);
    }

    private sealed class Leave(UploadTracker tracker) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref tracker._inFlight);
    }
}

public sealed class UploadDrain(UploadTracker tracker, ILogger<UploadDrain> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("{Count} uploads in flight", tracker.InFlight);
        while (tracker.InFlight > 0) //! HAZARD drain SHUT210
            await Task.Delay(100); //! HAZARD drain SHUT210

        logger.LogInformation("All uploads are done");
    }
}

public sealed class SpoolWatcher : IHostedService
{
    private readonly ConcurrentDictionary<string, byte> _known = new();
    private readonly IUploader _uploader;
    private readonly UploadTracker _tracker;
    private System.Timers.Timer? _scan;

    public SpoolWatcher(IUploader uploader, UploadTracker tracker)
    {
        _uploader = uploader;
        _tracker = tracker;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _scan = new System.Timers.Timer(TimeSpan.FromSeconds(10));
        _scan.Elapsed += (_, _) => Scan();
        _scan.Start(); //! HAZARD scan SHUT205
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _known.Clear();
        return Task.CompletedTask;
    }

    private void Scan()
    {
        using var _ = _tracker.Enter();
        foreach (var path in Directory.EnumerateFiles("/var/spool/uploads"))
        {
            if (_known.TryAdd(path, 0))
                _uploader.UploadAsync(path).GetAwaiter().GetResult();
        }
    }
}
