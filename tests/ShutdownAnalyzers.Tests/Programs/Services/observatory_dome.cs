using System.Timers;

namespace Observatory.Dome;

public interface IShutter
{
    void Track();
    void Close();
}

public sealed class DomeService : IHostedService, IDisposable
{
    private readonly System.Timers.Timer _timer = new(2_000) { AutoReset = false };
    private readonly IShutter _shutter;
    private readonly Lock _gate = new();
    private bool _stopped;

    public DomeService(IShutter shutter)
    {
        _shutter = shutter;
        _timer.Elapsed += OnElapsed;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer.Stop();
        lock (_gate)
        {
            // nobody is inside the tick now, and none will enter it again
            _stopped = true;
            _shutter.Close();
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _timer.Elapsed -= OnElapsed;
        _timer.Dispose();
    }

    private void OnElapsed(object? sender, ElapsedEventArgs e)
    {
        lock (_gate)
        {
            if (_stopped)
                return;

            _shutter.Track();
            _timer.Start();
        }
    }
}
