using System.Diagnostics;

namespace Lab.Spin;

public interface IAdc
{
    int Sample(int channel);
}

public sealed class IdleMeter : IHostedService
{
    private bool _measuring;
    private ulong _spins;
    private Thread? _thread;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _measuring = true;
        _thread = new Thread(Spin) { IsBackground = true, Priority = ThreadPriority.Lowest };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _measuring = false;
        _thread?.Join(TimeSpan.FromSeconds(2));
        return Task.CompletedTask;
    }

    private void Spin()
    {
        while (_measuring) //! HAZARD spin SHUT109
            _spins++;
    }
}

public sealed class AdcReader(IAdc adc, ILogger<AdcReader> logger) : IHostedService
{
    private readonly long[] _sums = new long[8];
    private bool _done;
    private Task _reading = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _done = true;
        await Task.WhenAny(_reading, Task.Delay(Timeout.Infinite, cancellationToken));
        logger.LogInformation("Sums {Sums}", string.Join(',', _sums));
    }

    private void Read()
    {
        var clock = Stopwatch.StartNew();
        while (!_done) //! HAZARD flag SHUT109
        {
            for (var channel = 0; channel < _sums.Length; channel++)
                _sums[channel] += adc.Sample(channel);
        }

        logger.LogDebug("Read for {Elapsed}", clock.Elapsed);
    }
}
