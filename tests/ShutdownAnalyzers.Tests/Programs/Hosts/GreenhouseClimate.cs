namespace Garden.Climate;

public interface IVents
{
    ValueTask SetAsync(int percent);
}

public interface IThermometer
{
    ValueTask<double> CelsiusAsync();
}

public sealed class GreenhouseClimate : IHostedService
{
    private readonly PeriodicTimer _ticks = new(TimeSpan.FromSeconds(20));
    private readonly IVents _vents;
    private readonly IThermometer _thermometer;
    private readonly ILogger<GreenhouseClimate> _logger;
    private Task? _control;

    public GreenhouseClimate(IVents vents, IThermometer thermometer, ILogger<GreenhouseClimate> logger)
        => (_vents, _thermometer, _logger) = (vents, thermometer, logger);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _control = ControlAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _ticks.Dispose();
        if (_control is null)
            return;

        try
        {
            await _control.WaitAsync(cancellationToken);
        }
        catch (Exception ex)
        {
            _logger.LogWarning(ex, "Climate control did not end cleanly");
        }
    }

    // Disposing the timer is what ends this loop.
    private async Task ControlAsync()
    {
        while (await _ticks.WaitForNextTickAsync())
        {
            var celsius = await _thermometer.CelsiusAsync();
            await _vents.SetAsync(celsius switch
            {
                < 18 => 0,
                < 24 => 30,
                < 30 => 70,
                _ => 100,
            });
        }

        await _vents.SetAsync(20);
        _logger.LogInformation("Vents left at 20 %");
    }
}
