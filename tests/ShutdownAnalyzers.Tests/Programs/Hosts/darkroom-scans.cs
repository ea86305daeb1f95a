using System.Threading.Channels;

namespace Darkroom;

public interface IScanIndex
{
    Task AddAsync(string path, CancellationToken ct);
    Task SealAsync(CancellationToken ct);
}

public sealed class ScanWatcher(IScanIndex index, IConfiguration configuration, ILogger<ScanWatcher> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var found = Channel.CreateUnbounded<string>();
        using var watcher = new FileSystemWatcher(configuration["Scans"] ?? "/srv/scans") { Filter = "*.dng" };
        watcher.Created += OnCreated;
        watcher.EnableRaisingEvents = true;
        await using var stop = stoppingToken.Register(() => found.Writer.TryComplete());

        try
        {
            while (await found.Reader.WaitToReadAsync(CancellationToken.None))
            {
                while (!stoppingToken.IsCancellationRequested && found.Reader.TryRead(out var path))
                    await IndexAsync(path, stoppingToken);

                if (stoppingToken.IsCancellationRequested)
                    break;
            }
        }
        finally
        {
            watcher.EnableRaisingEvents = false;
            watcher.Created -= OnCreated;
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(8));
            await index.SealAsync(limit.Token);
        }

        void OnCreated(object sender, FileSystemEventArgs e) => found.Writer.TryWrite(e.FullPath);
    }

    private async Task IndexAsync(string path, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await index.AddAsync(path, ct);
                logger.LogInformation("Indexed {Path}", path);
                return;
            }
            catch (IOException ex) when (attempt < 4)
            {
                logger.LogDebug(ex, "Attempt {Attempt} for {Path}", attempt, path);
                await Task.Delay(TimeSpan.FromSeconds(attempt * 5), ct);
            }
        }
    }
}
