namespace Power.Regions;

public sealed record RegionOptions(string Name, Uri Endpoint);

public interface IPowerApi
{
    Task<double> LoadAsync(Uri endpoint, CancellationToken cancellationToken);
}

public sealed class RegionCollector(RegionOptions region, IPowerApi api, ILogger<RegionCollector> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        do
        {
            var load = await api.LoadAsync(region.Endpoint, stoppingToken);
            logger.LogInformation("{Region}: {Load} MW", region.Name, load);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

public static class Regions
{
    public static void Configure(HostApplicationBuilder builder) => builder.Services
        .AddSingleton(TimeProvider.System)
        .AddHostedService(sp => new RegionCollector( //! HAZARD dropped SHUT214
            new("north", new("https://north.grid.local")),
            sp.GetRequiredService<IPowerApi>(),
            sp.GetRequiredService<ILogger<RegionCollector>>()))
        .AddHostedService(sp => new RegionCollector( //! HAZARD dropped SHUT214
            new("south", new("https://south.grid.local")),
            sp.GetRequiredService<IPowerApi>(),
            sp.GetRequiredService<ILogger<RegionCollector>>()));
}
