using System.Collections.Concurrent;

namespace Scans.Intake;

public interface IScanStore
{
    Task ImportAsync(string path);
}

public sealed class FolderIntake(IScanStore store, IConfiguration configuration, ILogger<FolderIntake> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<string, byte> _seen = new(StringComparer.OrdinalIgnoreCase);
    private FileSystemWatcher? _watcher;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD early SHUT204
    {
        _watcher = new FileSystemWatcher(configuration["Intake"] ?? "/srv/intake", "*.tif");
        _watcher.Created += OnCreatedAsync; //! HAZARD early SHUT204
        _watcher.EnableRaisingEvents = true; //! HAZARD early SHUT204
        return Task.CompletedTask; //! HAZARD early SHUT204
    }

    private async void OnCreatedAsync(object sender, FileSystemEventArgs e)
    {
        if (!_seen.TryAdd(e.FullPath, 0))
            return;

        try
        {
            await store.ImportAsync(e.FullPath);
            File.Delete(e.FullPath);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "{File} was not imported", e.Name);
        }
        finally
        {
            _seen.TryRemove(e.FullPath, out _);
        }
    }

    public override void Dispose()
    {
        _watcher?.Dispose();
        base.Dispose();
    }
}
