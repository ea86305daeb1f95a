namespace Edi.DropFolder;

public interface IEdiParser
{
    void Parse(string file);
}

public abstract class FolderService : BackgroundService
{
    protected abstract string Folder { get; }
    protected abstract void OnFile(string path);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD watch SHUT204 SHUT205
    {
        foreach (var existing in Directory.EnumerateFiles(Folder, "*.edi"))
            OnFile(existing);

        var watcher = new FileSystemWatcher(Folder, "*.edi") { NotifyFilter = NotifyFilters.FileName }; //! HAZARD watch SHUT204 SHUT205 SHUT704
        watcher.Created += (_, e) => OnFile(e.FullPath); //! HAZARD watch SHUT204 SHUT205
        watcher.Renamed += (_, e) => OnFile(e.FullPath); //! HAZARD watch SHUT204 SHUT205
        watcher.EnableRaisingEvents = true; //! HAZARD watch SHUT204 SHUT205
        return Task.CompletedTask; //! HAZARD watch SHUT204 SHUT205
    }
}

public sealed class EdiDropFolder(IEdiParser parser, IConfiguration configuration) : FolderService
{
    protected override string Folder => configuration["Edi:Folder"] ?? "/var/spool/edi";

    protected override void OnFile(string path)
    {
        try
        {
            parser.Parse(path);
            File.Move(path, path + ".done", overwrite: true);
        }
        catch (FormatException)
        {
            File.Move(path, path + ".bad", overwrite: true);
        }
    }
}
