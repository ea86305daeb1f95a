using System.Timers;
using ElapsedTimer = System.Timers.Timer;

namespace Mills.Tidal;

public interface ISluice
{
    Task AdjustAsync(double metres, CancellationToken cancellationToken);
    double Level { get; }
}

public sealed class SluiceKeeper : IHostedService, IDisposable
{
    private readonly ISluice _sluice;
    private readonly ILogger<SluiceKeeper> _logger;
    private readonly ElapsedTimer _timer = new(TimeSpan.FromSeconds(10)) { AutoReset = false };
    private readonly CancellationTokenSource _closing = new();
    private Task _adjusting = Task.CompletedTask;

    public SluiceKeeper(ISluice sluice, ILogger<SluiceKeeper> logger)
    {
        _sluice = sluice;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer.Elapsed += OnElapsed;
        _timer.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _timer.Elapsed -= OnElapsed;
        _timer.Stop();
        await _closing.CancelAsync();
        await Task.WhenAny(Volatile.Read(ref _adjusting), Task.Delay(Timeout.Infinite, cancellationToken));
    }

    private void OnElapsed(object? sender, ElapsedEventArgs e)
    {
        Volatile.Write(ref _adjusting, AdjustAsync());
    }

    private async Task AdjustAsync()
    {
        try
        {
            await _sluice.AdjustAsync(_sluice.Level / 2, _closing.Token);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            return;
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Sluice does not move");
        }

        if (!_closing.IsCancellationRequested)
            _timer.Start();
    }

    public void Dispose()
    {
        _timer.Dispose();
        _closing.Dispose();
    }
}
