namespace Roads.Toll;

internal interface ITariff
{
    decimal For(string vehicle);
}

internal sealed class FlatTariff : ITariff
{
    public decimal For(string vehicle) => vehicle switch { "truck" => 12.5m, "car" => 4m, _ => 2m };
}

internal sealed class BoothWorker(ITariff tariff, ILogger<BoothWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(15));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            logger.LogInformation("Car tariff is {Tariff}", tariff.For("car"));
    }
}

internal static class Program
{
    private static void Main(string[] args) => CreateHost(args).RunAsync(); //! HAZARD run SHUT307 SHUT308

    private static IHost CreateHost(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSingleton<ITariff, FlatTariff>();
        builder.Services.AddHostedService<BoothWorker>();
        return builder.Build();
    }
}
