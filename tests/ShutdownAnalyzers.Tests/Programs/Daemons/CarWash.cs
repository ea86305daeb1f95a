namespace CarWash.Control;

public enum Program { Basic, Foam, Wax }

public interface IBay
{
    int Number { get; }
    Task<Program?> WaitForCarAsync(CancellationToken ct);
    Task WashAsync(Program program, CancellationToken ct);
}

public sealed class BayRunner(IBay bay, ILogger<BayRunner> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private Task _work = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work = Task.Run(WorkAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _closing.CancelAsync();
        await _work.WaitAsync(cancellationToken); //! HAZARD throws SHUT211
        logger.LogInformation("Bay {Bay} is closed", bay.Number);
    }

    public void Dispose() => _closing.Dispose();

    private async Task WorkAsync()
    {
        try
        {
            while (await bay.WaitForCarAsync(_closing.Token) is { } program)
                await bay.WashAsync(program, _closing.Token);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            logger.LogDebug("Bay {Bay} interrupted", bay.Number);
        }
    }
}

/// <summary>Pushes the water meter to the office twice an hour.</summary>
public sealed class WaterMeter(ILogger<WaterMeter> logger) : IHostedService
{
    private PeriodicTimer _timer = null!;
    private Task _reporting = Task.CompletedTask;
    private long _litres;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new PeriodicTimer(TimeSpan.FromMinutes(30));
        _reporting = ReportAsync(_timer);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _timer.Dispose(); //! HAZARD notstarted SHUT212
        await Task.WhenAny(_reporting, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public void Add(int litres) => Interlocked.Add(ref _litres, litres);

    private async Task ReportAsync(PeriodicTimer timer)
    {
        while (await timer.WaitForNextTickAsync())
            logger.LogInformation("{Litres} l so far", Interlocked.Read(ref _litres));
    }
}

public sealed class Doors(ILogger<Doors> logger) : IHostedService
{
    private readonly CancellationTokenSource _shut = new();
    private Task? _watch;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watch = WatchAsync(_shut.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _shut.Cancel();
        if (_watch is not null)
            await Task.WhenAny(_watch, Task.Delay(Timeout.Infinite, cancellationToken));
        _shut.Dispose(); //! HAZARD once SHUT213
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            logger.LogTrace("Doors ok");
            await Task.Delay(TimeSpan.FromSeconds(5), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
