namespace Audio.Rings;

internal sealed class RingModulator : IHostedService
{
    private readonly float[] _in = new float[1 << 16];
    private readonly float[] _out = new float[1 << 16];
    private readonly Thread _thread;
    private int _state;
    private volatile bool _muted;

    public RingModulator() => _thread = new(Modulate) { IsBackground = true, Name = "ring" };

    public void Mute(bool muted) => _muted = muted;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Interlocked.CompareExchange(ref _state, 1, 0);
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _state, 2) == 1)
            _thread.Join(TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }

    private void Modulate()
    {
        var i = 0;
        var phase = 0f;
        while (Volatile.Read(ref _state) == 1)
        {
            phase += 0.01f;
            if (phase > MathF.Tau) phase -= MathF.Tau;
            _out[i] = _muted ? 0 : _in[i] * phase;
            i = (i + 1) & 0xFFFF;
        }
    }
}
