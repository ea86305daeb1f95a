using System.Threading.Channels;

namespace Optician.Prescriptions;

public interface IPrescriptionReader
{
    Task ImportAsync(string path, CancellationToken ct);
}

public sealed class PrescriptionDrop : BackgroundService
{
    private readonly Channel<string> _arrived = Channel.CreateUnbounded<string>();
    private readonly IPrescriptionReader _reader;
    private readonly ILogger<PrescriptionDrop> _logger;
    private readonly string _folder;

    public PrescriptionDrop(IPrescriptionReader reader, IConfiguration configuration, ILogger<PrescriptionDrop> logger)
    {
        _reader = reader;
        _logger = logger;
        _folder = configuration["Drop:Folder"] ?? "/var/lib/optician/drop";
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watcher = new FileSystemWatcher(_folder, "*.xml") { NotifyFilter = NotifyFilters.FileName, InternalBufferSize = 64 * 1024 };
        watcher.Created += OnArrived;
        watcher.Renamed += OnArrived;
        watcher.Error += OnError;
        watcher.EnableRaisingEvents = true;
        try
        {
            ScanFolder();
            while (!stoppingToken.IsCancellationRequested)
            {
                var path = await _arrived.Reader.ReadAsync(stoppingToken);
                if (File.Exists(path))
                    await ImportAsync(path, stoppingToken);
            }
        }
        finally
        {
            watcher.EnableRaisingEvents = false;
            watcher.Error -= OnError;
            watcher.Renamed -= OnArrived;
            watcher.Created -= OnArrived;
            _logger.LogInformation("Drop folder closed; what lies there is read at the next start");
        }
    }

    private void OnArrived(object sender, FileSystemEventArgs e) => _arrived.Writer.TryWrite(e.FullPath);

    private void OnError(object sender, ErrorEventArgs e)
    {
        _logger.LogWarning(e.GetException(), "Watcher overflow, scanning the folder");
        ScanFolder();
    }

    private void ScanFolder()
    {
        foreach (var path in Directory.EnumerateFiles(_folder, "*.xml"))
            _arrived.Writer.TryWrite(path);
    }

    private async Task ImportAsync(string path, CancellationToken stoppingToken)
    {
        try
        {
            await _reader.ImportAsync(path, stoppingToken);
            File.Move(path, Path.ChangeExtension(path, ".done"), overwrite: true);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            _logger.LogError(ex, "{Path} rejected", path);
            File.Move(path, Path.ChangeExtension(path, ".bad"), overwrite: true);
        }
    }
}
