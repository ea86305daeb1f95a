namespace Observatory.Dome;

public interface IDomeMotor
{
    Task RotateAsync(double azimuth, CancellationToken cancellationToken);
    Task ParkAsync();
}

public static class DomeParking
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(6);

    public static WebApplication ParkDomeOnStop(this WebApplication app)
    {
        var motor = app.Services.GetRequiredService<IDomeMotor>();
        app.Lifetime.ApplicationStopping.Register(Park, (motor, app.Logger));
        return app;
    }

    private static void Park(object? state)
    {
        var (motor, logger) = ((IDomeMotor, ILogger))state!;
        try
        {
            if (!motor.ParkAsync().Wait(Limit))
                logger.LogWarning("Dome is still moving after {Limit}", Limit);
        }
        catch (AggregateException ex)
        {
            logger.LogError(ex.InnerException, "Dome could not be parked");
        }
    }
}

public static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IDomeMotor, StepperMotor>();
        var app = builder.Build().ParkDomeOnStop();
        app.MapPut("/azimuth/{degrees:double}", (double degrees, IDomeMotor motor, CancellationToken ct) => motor.RotateAsync(degrees, ct));
        await app.RunAsync();
    }
}

internal sealed class StepperMotor : IDomeMotor
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private double _azimuth;

    public async Task RotateAsync(double azimuth, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20 * Math.Abs(azimuth - _azimuth)), cancellationToken);
            _azimuth = azimuth;
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task ParkAsync() => RotateAsync(0, new CancellationToken());
}
