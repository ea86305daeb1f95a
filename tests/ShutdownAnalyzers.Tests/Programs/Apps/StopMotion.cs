using System.Collections.Concurrent;

namespace Film.StopMotion;

public interface ICamera
{
    void Expose(int frame);
}

public sealed class StopMotion : IHostedService, IDisposable
{
    private readonly ICamera _camera;
    private readonly BlockingCollection<int> _frames = new(boundedCapacity: 100);
    private readonly Thread _shutter;

    public StopMotion(ICamera camera)
    {
        _camera = camera;
        _shutter = new Thread(Work);
    }

    public bool TryShoot(int frame) => !_frames.IsAddingCompleted && _frames.TryAdd(frame);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _shutter.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _frames.CompleteAdding();
        if (_shutter.IsAlive) _shutter.Join(TimeSpan.FromSeconds(10));
        return Task.CompletedTask;
    }

    public void Dispose() => _frames.Dispose();

    private void Work()
    {
        foreach (var frame in _frames.GetConsumingEnumerable())
            _camera.Expose(frame);
    }
}

public static class Warmup
{
    public static void Run(params Action[] steps)
    {
        var threads = steps.Select(step => new Thread(() => step())).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
    }
}
