namespace Gym.Turnstile;

public interface ITurnstile
{
    bool TryRead(out string card);
    void Open();
    void Lock();
}

public interface IMembers
{
    bool Paid(string card);
}

public sealed class TurnstileLoop : IHostedService
{
    private enum State { Idle, Running, Stopping }

    private readonly ITurnstile _turnstile;
    private readonly IMembers _members;
    private readonly object _gate = new();
    private State _state;
    private Thread? _thread;

    public TurnstileLoop(ITurnstile turnstile, IMembers members)
    {
        _turnstile = turnstile;
        _members = members;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _state = State.Running;
            _thread = new Thread(Loop) { IsBackground = true };
            _thread.Start();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Thread? thread;
        lock (_gate)
        {
            _state = State.Stopping;
            thread = _thread;
            Monitor.PulseAll(_gate);
        }

        thread?.Join(TimeSpan.FromSeconds(4));
        _turnstile.Lock();
        return Task.CompletedTask;
    }

    private void Loop()
    {
        while (PauseWhileRunning(TimeSpan.FromMilliseconds(80)))
        {
            if (_turnstile.TryRead(out var card) && _members.Paid(card))
                _turnstile.Open();
        }
    }

    private bool PauseWhileRunning(TimeSpan time)
    {
        lock (_gate)
        {
            if (_state == State.Running)
                Monitor.Wait(_gate, time);

            return _state == State.Running;
        }
    }
}
