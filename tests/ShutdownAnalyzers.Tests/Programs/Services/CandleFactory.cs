namespace Wax.Factory;

public interface IMould
{
    Task PourAsync(int candles);
    Task CoolDownAsync();
}

/// <summary>Work arrives as permits: a release wakes the worker, also for the end.</summary>
public sealed class CandleFactory : BackgroundService
{
    private readonly SemaphoreSlim _wake = new(0);
    private readonly IMould _mould;
    private int _ordered;
    private volatile bool _closing;

    public CandleFactory(IMould mould) => _mould = mould;

    public void Order(int candles)
    {
        ObjectDisposedException.ThrowIf(_closing, this);
        Interlocked.Add(ref _ordered, candles);
        _wake.Release();
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _closing = true;
        _wake.Release();
        return base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _wake.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (;;)
        {
            await _wake.WaitAsync();

            var candles = Interlocked.Exchange(ref _ordered, 0);
            if (candles > 0)
                await _mould.PourAsync(candles);

            if (_closing)
                break;
        }

        await _mould.CoolDownAsync();
    }
}
