namespace FleetTracker;

/// <summary>Reads the positions of the last years, once.</summary>
public sealed class HistoryImport(PositionStore store) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var files = new Queue<string>(Directory.EnumerateFiles(Environment.CurrentDirectory, "*.gpx"));
        return Task.Run(
            () =>
            {
                while (!stoppingToken.IsCancellationRequested && files.TryDequeue(out var file))
                {
                    store.Put(new Position(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file).Length, 0));
                }
            },
            stoppingToken);
    }
}
