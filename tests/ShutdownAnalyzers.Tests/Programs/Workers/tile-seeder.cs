namespace Maps.Tiles;

public interface ITileRenderer
{
    Task<bool> RenderNextAsync(int zoom);
}

public sealed class TileSeeder(ITileRenderer renderer, IConfiguration configuration) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var zooms = configuration.GetSection("Seed:Zooms").Get<int[]>() ?? [8, 9, 10];
        var seeders = new List<Task>();

        foreach (var zoom in zooms)
            seeders.Add(Task.Run(() => SeedAsync(zoom), stoppingToken)); //! HAZARD start SHUT111 SHUT101 SHUT102

        await Task.WhenAll(seeders);
    }

    private async Task SeedAsync(int zoom) //! HAZARD start SHUT111 SHUT101 SHUT102
    {
        while (true) //! HAZARD start SHUT111 SHUT101 SHUT102
        {
            if (await renderer.RenderNextAsync(zoom)) continue;
            await Task.Delay(TimeSpan.FromMinutes(zoom)); //! HAZARD start SHUT111 SHUT101 SHUT102
        }
    }
}
