namespace Apiary.Hives;

public sealed record Weight(string Hive, double Kilos, DateTimeOffset At);

public interface IWeightArchive
{
    void Import(string file);
    Task StoreAsync(Weight weight, CancellationToken ct);
}

public interface IScale
{
    Task<Weight> WeighAsync(string hive, CancellationToken ct);
}

public sealed class ApiaryOptions
{
    public string Drop { get; set; } = "/var/lib/apiary/drop";
    public string[] Hives { get; set; } = [];
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(30);
}

public sealed class DropFolder(IWeightArchive archive, ApiaryOptions options, ILogger<DropFolder> logger) : BackgroundService
{
    private FileSystemWatcher? _watcher; //! HAZARD drop SHUT204 SHUT205 SHUT704

    protected override Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD drop SHUT204 SHUT205 SHUT704
    {
        foreach (var left in Directory.EnumerateFiles(options.Drop, "*.csv"))
        {
            if (stoppingToken.IsCancellationRequested) break;
            Import(left);
        }

        _watcher = Watch(options.Drop); //! HAZARD drop SHUT204 SHUT205 SHUT704
        return Task.CompletedTask; //! HAZARD drop SHUT204 SHUT205 SHUT704
    }

    private FileSystemWatcher Watch(string folder)
    {
        var watcher = new FileSystemWatcher(folder, "*.csv"); //! HAZARD drop SHUT204 SHUT205 SHUT704
        watcher.Created += (_, e) => Import(e.FullPath); //! HAZARD drop SHUT204 SHUT205 SHUT704
        watcher.EnableRaisingEvents = true; //! HAZARD drop SHUT204 SHUT205 SHUT704
        return watcher;
    }

    private void Import(string file)
    {
        try
        {
            archive.Import(file);
        }
        catch (IOException ex)
        {
            logger.LogWarning(ex, "{File} is still being written", file);
        }
    }
}

public sealed class ScaleRounds(IScale scale, IWeightArchive archive, ApiaryOptions options, ILogger<ScaleRounds> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD rounds SHUT204
    {
        logger.LogInformation("Weighing {Count} hives", options.Hives.Length);
        foreach (var hive in options.Hives)
            _ = Task.Run(() => RoundsAsync(hive, stoppingToken), CancellationToken.None); //! HAZARD rounds SHUT204

        return Task.CompletedTask; //! HAZARD rounds SHUT204
    }

    private async Task RoundsAsync(string hive, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var weight = await scale.WeighAsync(hive, ct);
                await archive.StoreAsync(weight, ct);
                await Task.Delay(options.Every, ct);
            }
        }
        catch (Exception ex) when (!ct.IsCancellationRequested)
        {
            logger.LogError(ex, "Hive {Hive} is not weighed any more", hive);
        }
    }
}

public sealed class SwarmSeason(ILogger<SwarmSeason> logger, TimeProvider time) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (time.GetLocalNow().Month is >= 4 and <= 6)
            logger.LogWarning("Swarm season: look into the hives once a week");

        return Task.CompletedTask;
    }
}
