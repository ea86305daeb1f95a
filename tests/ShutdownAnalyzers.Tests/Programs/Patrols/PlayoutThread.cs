using System.Collections.Concurrent;

namespace Radio.Playout;

public abstract record Cue(DateTimeOffset At);
public sealed record PlayFile(DateTimeOffset At, string Path) : Cue(At);
public sealed record Jingle(DateTimeOffset At, int Slot) : Cue(At);

public interface ISoundDevice
{
    void Play(string path);
    void Trigger(int slot);
    void FadeOut(TimeSpan time);
}

public sealed class PlayoutThread : IHostedService, IDisposable
{
    private readonly BlockingCollection<Cue> _cues = new(new ConcurrentQueue<Cue>(), 256);
    private readonly ISoundDevice _device;
    private readonly ILogger<PlayoutThread> _logger;
    private readonly Thread _thread;

    public PlayoutThread(ISoundDevice device, ILogger<PlayoutThread> logger)
    {
        _device = device;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "playout", Priority = ThreadPriority.AboveNormal };
    }

    public bool Cue(Cue cue)
    {
        try
        {
            return _cues.TryAdd(cue);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _cues.CompleteAdding();
        if ((_thread.ThreadState & ThreadState.Unstarted) != 0)
            return Task.CompletedTask;

        return Task.Run(() =>
        {
            if (!_thread.Join(TimeSpan.FromSeconds(4)))
                _logger.LogWarning("Playout did not finish its cues");
        }, CancellationToken.None);
    }

    public void Dispose()
    {
        if (!_thread.IsAlive)
            _cues.Dispose();
    }

    private void Run()
    {
        foreach (var cue in _cues.GetConsumingEnumerable())
        {
            try
            {
                Perform(cue);
            }
            catch (Exception ex)
            {
                _logger.LogError(ex, "{Cue} not played", cue);
            }
        }

        _device.FadeOut(TimeSpan.FromMilliseconds(400));
    }

    private void Perform(Cue cue)
    {
        switch (cue)
        {
            case PlayFile file:
                _device.Play(file.Path);
                break;
            case Jingle jingle:
                _device.Trigger(jingle.Slot);
                break;
        }
    }
}
