namespace Ceramics.Kilns;

public interface IBurner
{
    Task<double> TemperatureAsync(CancellationToken cancellationToken);
    Task RampDownAsync(double degreesPerHour);
    Task HoldAsync(double degrees, CancellationToken cancellationToken);
}

public partial class KilnController : BackgroundService
{
    private readonly IBurner _burner;
    private readonly ILogger _logger;

    public KilnController(IBurner burner, ILogger<KilnController> logger) => (_burner, _logger) = (burner, logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var rampDown = stoppingToken.Register(CoolAsync, null); //! HAZARD cool SHUT301

        while (!stoppingToken.IsCancellationRequested)
        {
            var temperature = await _burner.TemperatureAsync(stoppingToken);
            if (temperature < 1180)
                await _burner.HoldAsync(1200, stoppingToken);

            await Task.Delay(TimeSpan.FromSeconds(20), stoppingToken);
        }
    }
}

public partial class KilnController
{
    private async void CoolAsync(object? state) //! HAZARD cool SHUT301
    {
        try
        {
            await _burner.RampDownAsync(80); //! HAZARD cool SHUT301
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Ramp down failed");
        }
    }
}
