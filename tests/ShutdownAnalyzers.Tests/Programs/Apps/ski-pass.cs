using Microsoft.Extensions.Options;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddOptions<SeasonOptions>().BindConfiguration("Season");
builder.Services.AddHostedService<GateSync>();

using var host = builder.Build();
await host.StartAsync();

var season = host.Services.GetRequiredService<IOptions<SeasonOptions>>().Value;
host.Services.GetRequiredService<ILogger<GateSync>>().LogInformation("Season ends {End}", season.End);

WaitAsync(host); //! HAZARD wait SHUT307 SHUT308 SHUT309

static Task WaitAsync(IHost host, CancellationToken token = default) => host.WaitForShutdownAsync(token); //! HAZARD wait SHUT307 SHUT308

internal sealed class SeasonOptions
{
    public DateOnly End { get; set; } = new(2030, 4, 15);
}

internal sealed class GateSync(IOptionsMonitor<SeasonOptions> options, ILogger<GateSync> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(2));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var left = options.CurrentValue.End.DayNumber - DateOnly.FromDateTime(DateTime.UtcNow).DayNumber;
            logger.LogInformation("{Days} days left", left);
        }
    }
}
