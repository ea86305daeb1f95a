namespace Glacier.Station;

public interface ILogbook
{
    Task WriteAsync(string line, CancellationToken ct);
    Task SyncAsync();
}

public interface IProbe
{
    double Depth { get; }
}

public sealed class MeltMeter : IHostedService, IAsyncDisposable
{
    private readonly IProbe _probe;
    private readonly ILogbook _logbook;
    private Timer? _timer;

    public MeltMeter(IProbe probe, ILogbook logbook)
    {
        _probe = probe;
        _logbook = logbook;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(async _ => await MeasureAsync(), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)); //! HAZARD tick SHUT209
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Change(Timeout.Infinite, Timeout.Infinite); //! HAZARD tick SHUT209
        return Task.CompletedTask; //! HAZARD tick SHUT209
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
            await _timer.DisposeAsync(); //! HAZARD tick SHUT209
    }

    private async Task MeasureAsync() //! HAZARD tick SHUT209
    {
        try
        {
            await _logbook.WriteAsync($"{DateTime.UtcNow:O} {_probe.Depth:0.00}", CancellationToken.None);
            await _logbook.SyncAsync();
        }
        catch (IOException ex)
        {
            Console.Error.WriteLine(ex.Message);
        }
    }
}

public sealed class Beacon(ILogbook logbook) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _off = new();
    private Task? _blinking;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _blinking = BlinkAsync(); //! HAZARD blink SHUT209
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _off.CancelAsync(); //! HAZARD blink SHUT209

    public void Dispose() => _off.Dispose();

    public bool Blinking => _blinking is { IsCompleted: false };

    private async Task BlinkAsync()
    {
        try
        {
            for (var n = 1L; ; n++)
            {
                await Task.Delay(TimeSpan.FromSeconds(30), _off.Token);
                await logbook.WriteAsync($"blink {n}", _off.Token);
            }
        }
        catch (OperationCanceledException) when (_off.IsCancellationRequested)
        {
            await logbook.WriteAsync("off", CancellationToken.None);
            await logbook.SyncAsync();
        }
    }
}
