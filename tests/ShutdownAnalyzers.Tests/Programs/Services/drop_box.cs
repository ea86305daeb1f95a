using System.Threading.Channels;

namespace Archive.DropBox;

public interface IArchive
{
    Task PutAsync(string path, CancellationToken ct);
}

/// <summary>The watcher only fills a channel; the worker is the one who works.</summary>
public sealed class DropBox : BackgroundService
{
    private readonly IArchive _archive;
    private readonly string _folder;
    private readonly ILogger<DropBox> _logger;

    public DropBox(IArchive archive, IConfiguration configuration, ILogger<DropBox> logger)
    {
        _archive = archive;
        _folder = configuration["DropBox"] ?? Path.GetTempPath();
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var files = Channel.CreateUnbounded<string>();
        using var watcher = new FileSystemWatcher(_folder) { NotifyFilter = NotifyFilters.FileName };
        watcher.Created += (_, e) => files.Writer.TryWrite(e.FullPath);
        watcher.Error += (_, e) => files.Writer.TryComplete(e.GetException());
        await using var end = stoppingToken.Register(() => files.Writer.TryComplete());
        watcher.EnableRaisingEvents = true;

        foreach (var old in Directory.EnumerateFiles(_folder))
            files.Writer.TryWrite(old);

        // ends when the channel is completed: by the stop or by the watcher's error
        while (await files.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (!stoppingToken.IsCancellationRequested && files.Reader.TryRead(out var file))
                await ArchiveAsync(file, stoppingToken);

            if (stoppingToken.IsCancellationRequested)
                return;
        }
    }

    private async Task ArchiveAsync(string file, CancellationToken ct)
    {
        try
        {
            await _archive.PutAsync(file, ct);
            File.Delete(file);
        }
        catch (IOException ex)
        {
            _logger.LogWarning(ex, "{File} stays for the next start", file);
        }
    }
}
