namespace Lab.Fridge;

public interface IFridge
{
    Task<double> TemperatureAsync(CancellationToken ct);
}

public sealed class FridgeWatch : IHostedService
{
    private readonly CancellationTokenSource _ending = new();
    private readonly IFridge _fridge;
    private readonly ILogger<FridgeWatch> _logger;
    private Task _watch = Task.CompletedTask;

    public FridgeWatch(IFridge fridge, ILogger<FridgeWatch> logger)
    {
        _fridge = fridge;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watch = Task.Run(() => WatchAsync(_ending.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync(); //! HAZARD twice SHUT213
        await Task.WhenAny(_watch, Task.Delay(Timeout.Infinite, cancellationToken));
        _ending.Dispose(); //! HAZARD twice SHUT213
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        while (await timer.WaitForNextTickAsync(ct))
        {
            var celsius = await _fridge.TemperatureAsync(ct);
            if (celsius > -70)
                _logger.LogError("Fridge at {Celsius} degrees", celsius);
        }
    }
}
