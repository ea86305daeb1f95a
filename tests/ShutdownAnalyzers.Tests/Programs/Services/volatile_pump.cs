namespace Audio.Pump;

public interface IAudioDevice
{
    /// <summary>Blocks until the device wants more, ten milliseconds at most.</summary>
    int Wanted();
    void Write(ReadOnlySpan<short> samples);
}

public sealed class ToneGenerator : IHostedService
{
    private readonly IAudioDevice _device;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _silent;
    private bool _started;

    public ToneGenerator(IAudioDevice device) => _device = device;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = true;
        new Thread(Play) { IsBackground = true, Priority = ThreadPriority.Highest }.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _silent = true;
        if (_started)
            await Task.WhenAny(_ended.Task, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken));
    }

    private void Play()
    {
        Span<short> block = stackalloc short[480];
        var phase = 0.0;
        while (!_silent)
        {
            var count = Math.Min(_device.Wanted(), block.Length);
            for (var i = 0; i < count; i++)
            {
                block[i] = (short)(Math.Sin(phase) * 8000);
                phase += 2 * Math.PI * 440 / 48_000;
            }

            _device.Write(block[..count]);
        }

        block.Clear();
        _device.Write(block);
        _ended.TrySetResult();
    }
}
