using System.Threading.Channels;

namespace Archive.Indexing;

public interface IIndex
{
    Task AddAsync(string file, CancellationToken ct);
    Task FlushAsync(CancellationToken ct);
}

public sealed class Indexer : BackgroundService
{
    private readonly IIndex _index;
    private readonly ILogger<Indexer> _logger;
    private readonly string _folder;
    private readonly Channel<string> _changed = Channel.CreateBounded<string>(
        new BoundedChannelOptions(1000) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    public Indexer(IIndex index, IConfiguration configuration, ILogger<Indexer> logger)
    {
        _index = index;
        _logger = logger;
        _folder = configuration["Archive:Folder"] ?? "/srv/archive";
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var indexing = IndexAsync(stoppingToken);

        using var watcher = new FileSystemWatcher(_folder) { IncludeSubdirectories = true };
        watcher.Created += OnChanged;
        watcher.Renamed += OnChanged;
        watcher.Error += OnError;
        watcher.EnableRaisingEvents = true;

        try
        {
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        finally
        {
            watcher.EnableRaisingEvents = false;
            _changed.Writer.TryComplete();
            await indexing;
        }
    }

    private void OnChanged(object sender, FileSystemEventArgs e) => _changed.Writer.TryWrite(e.FullPath);

    private void OnError(object sender, ErrorEventArgs e) => _logger.LogError(e.GetException(), "Watcher lost changes");

    private async Task IndexAsync(CancellationToken stop)
    {
        var reader = _changed.Reader;
        var added = 0;

        while (await reader.WaitToReadAsync(CancellationToken.None))
        {
            while (!stop.IsCancellationRequested && reader.TryRead(out var file))
            {
                if (await TryAddAsync(file, stop))
                    added++;
            }

            if (stop.IsCancellationRequested)
                break;
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _index.FlushAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _logger.LogWarning("{Count} files are indexed but not flushed", added);
        }
    }

    private async Task<bool> TryAddAsync(string file, CancellationToken ct)
    {
        try
        {
            await _index.AddAsync(file, ct);
            return true;
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "{File} not indexed", file);
            return false;
        }
    }
}
