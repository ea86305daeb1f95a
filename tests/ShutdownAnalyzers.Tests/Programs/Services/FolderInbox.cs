namespace Office.Scans;

public interface IScanArchive
{
    Task FileAsync(string path, CancellationToken ct);
}

public sealed class FolderInbox : BackgroundService
{
    private readonly IScanArchive _archive;
    private readonly string _folder;
    private readonly ILogger<FolderInbox> _logger;

    public FolderInbox(IScanArchive archive, IConfiguration configuration, ILogger<FolderInbox> logger)
    {
        _archive = archive;
        _folder = configuration["Scans:Folder"] ?? "scans";
        _logger = logger;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Directory.CreateDirectory(_folder);
        return WatchAsync(stoppingToken);
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        using var changed = new SemaphoreSlim(1);
        using var watcher = new FileSystemWatcher(_folder, "*.tif");

        void OnCreated(object sender, FileSystemEventArgs e)
        {
            if (changed.CurrentCount == 0) changed.Release();
        }

        watcher.Created += OnCreated;
        watcher.EnableRaisingEvents = true;
        try
        {
            for (;;)
            {
                await changed.WaitAsync(TimeSpan.FromMinutes(5), stoppingToken);
                await FileAllAsync(stoppingToken);
            }
        }
        finally
        {
            watcher.EnableRaisingEvents = false;
            watcher.Created -= OnCreated;
        }
    }

    private async Task FileAllAsync(CancellationToken ct)
    {
        foreach (var scan in Directory.EnumerateFiles(_folder, "*.tif"))
        {
            try
            {
                await _archive.FileAsync(scan, ct);
                File.Delete(scan);
            }
            catch (IOException ex)
            {
                _logger.LogWarning(ex, "{Scan} stays for the next round", scan);
            }
        }
    }
}
