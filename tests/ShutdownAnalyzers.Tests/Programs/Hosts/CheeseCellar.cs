namespace Cellar.Cheese;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.Configure<HostOptions>(Tune);
        builder.Services.AddSingleton<Humidifier>();
        builder.Services.AddSingleton<CellarRegister>();
        builder.Services.AddHostedService<TurningRobot>();

        using var host = builder.Build();

        var register = host.Services.GetRequiredService<CellarRegister>();
        register.Attach(host.Services.GetRequiredService<IHostApplicationLifetime>());

        await host.RunAsync();
    }

    private static void Tune(HostOptions options)
    {
        options.ShutdownTimeout = TimeSpan.FromSeconds(20);
        options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore; //! HAZARD ignore SHUT216
    }
}

public sealed class Humidifier
{
    private double _setpoint = 0.92;

    public Task<double> ReadAsync(CancellationToken ct) => Task.FromResult(_setpoint);

    public async Task SetAsync(double value, CancellationToken ct)
    {
        await Task.Delay(50, ct);
        _setpoint = value;
    }
}

public sealed class CellarRegister(Humidifier humidifier, ILogger<CellarRegister> logger)
{
    public void Attach(IHostApplicationLifetime lifetime)
    {
        lifetime.ApplicationStarted.Register(() => logger.LogInformation("Cellar is watched"));
        lifetime.ApplicationStopping.Register(RestAsync); //! HAZARD rest SHUT301
        lifetime.ApplicationStopped.Register(() => logger.LogInformation("Cellar is not watched any more"));
    }

    private async void RestAsync() //! HAZARD rest SHUT301
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        await humidifier.SetAsync(0.85, patience.Token);
        logger.LogInformation("Humidifier is back to its resting value");
    }
}

public sealed class TurningRobot(Humidifier humidifier, ILogger<TurningRobot> logger) : BackgroundService
{
    private readonly Queue<int> _shelves = new(Enumerable.Range(1, 48));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(7));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var shelf = _shelves.Dequeue();
            _shelves.Enqueue(shelf);

            var humidity = await humidifier.ReadAsync(stoppingToken);
            if (humidity is < 0.8 or > 0.98)
                logger.LogWarning("Humidity {Humidity:P0} at shelf {Shelf}", humidity, shelf);
        }
    }
}
