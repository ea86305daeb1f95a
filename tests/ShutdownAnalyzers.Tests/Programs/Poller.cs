namespace Plant.Sensors;

public interface ISensor
{
    double Read();
}

public sealed class Poller(ISensor sensor, ILogger<Poller> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true) //! HAZARD endless SHUT101 SHUT102
        {
            logger.LogInformation("{Degrees}", sensor.Read());
            await Task.Delay(5000); //! HAZARD endless SHUT101 SHUT102
        }
    }
}
