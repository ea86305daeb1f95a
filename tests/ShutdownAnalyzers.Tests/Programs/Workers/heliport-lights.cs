namespace Heliport.Lights;

public interface ILights
{
    void Set(bool on);
}

public interface ITrafficWindow
{
    TimeSpan UntilNext(out bool landing);
}

public sealed class HeliportLights(ILights lights, ITrafficWindow traffic) : BackgroundService
{
    private readonly AutoResetEvent _radio = new(false);
    private int _requests;

    public void RadioRequest()
    {
        Interlocked.Increment(ref _requests);
        _radio.Set();
    }

    public override void Dispose()
    {
        _radio.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var dimmed = stoppingToken.Register(() => Interlocked.Exchange(ref _requests, 0));
        WaitHandle[] handles = [stoppingToken.WaitHandle, _radio];

        for (var on = false; ; on = !on)
        {
            lights.Set(on || Volatile.Read(ref _requests) > 0);
            if (WaitHandle.WaitAny(handles, traffic.UntilNext(out var landing)) == 0) break;
            if (landing) Interlocked.Increment(ref _requests);
        }

        lights.Set(false);
        return Task.CompletedTask;
    }
}
