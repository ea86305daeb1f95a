namespace Fair.Carousel;

internal static class Program
{
    private static Task Main(string[] args) => args switch
    {
        ["once"] => RunOnceAsync(),
        _ => Create(args).RunAsync(),
    };

    private static async Task RunOnceAsync()
    {
        using var host = Create([]);
        await host.StartAsync();
        host.Services.GetRequiredService<Rides>().Count++;
        await host.StopAsync();
    }

    private static IHost Create(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSingleton<Rides>();
        builder.Services.AddHostedService<MusicBox>();
        return builder.Build();
    }
}

internal sealed class Rides
{
    public int Count { get; set; }
}

internal sealed class MusicBox(Rides rides, ILogger<MusicBox> logger) : BackgroundService
{
    private static readonly string[] Tunes = ["waltz", "polka", "march"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var i = 0; ; i++)
        {
            logger.LogInformation("Ride {Ride}: {Tune}", rides.Count, Tunes[i % Tunes.Length]);
            await Task.Delay(TimeSpan.FromSeconds(90), stoppingToken);
        }
    }
}
