using System.IO.Compression;

namespace Photos.Import;

public interface IInbox
{
    Task<(string Name, byte[] Data)> NextAsync(CancellationToken cancellationToken);
}

public sealed class PhotoImporter(IInbox inbox, IConfiguration configuration) : BackgroundService
{
    private readonly FileStream _file = File.Create(configuration["Import:Archive"] ?? "import.zip");
    private ZipArchive? _archive;

    private ZipArchive Archive => _archive ??= new(_file, ZipArchiveMode.Create, leaveOpen: true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var (name, data) = await inbox.NextAsync(stoppingToken);
            await using var entry = Archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
            await entry.WriteAsync(data, CancellationToken.None);
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _archive, null)?.Dispose(); //! HAZARD early SHUT203
        _file.Dispose(); //! HAZARD early SHUT203 SHUT213
        return base.StopAsync(cancellationToken); //! HAZARD early SHUT203
    }
}
