namespace Mill.Hosts;

internal static class Program
{
    private static Task Main(string[] args)
    {
        List<IHost> hosts = [Web(args), Jobs(args)];
        return hosts.RunTogetherAsync();
    }

    private static WebApplication Web(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/", () => "flour");
        return app;
    }

    private static IHost Jobs(string[] args) =>
        Host.CreateDefaultBuilder(args)
            .ConfigureServices(static services => services.AddHostedService<StoneCheck>())
            .Build();
}

internal static class HostGroup
{
    public static Task RunTogetherAsync(this IEnumerable<IHost> hosts)
    {
        var runs = new List<Task>();
        foreach (var host in hosts)
            runs.Add(host.RunAsync());

        return Task.WhenAll(runs);
    }
}

internal sealed class StoneCheck(ILogger<StoneCheck> logger) : BackgroundService
{
    private readonly Random _random = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("Gap is {Gap:F2} mm", 0.4 + _random.NextDouble() / 10);
            await Task.Delay(TimeSpan.FromMinutes(5), stoppingToken);
        }
    }
}
