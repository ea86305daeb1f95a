namespace PrintShop;

/// <summary>Files that are put into a folder are printed.</summary>
public sealed class Inbox(JobQueue queue) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => WatchAsync(stoppingToken);

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var file in Directory.EnumerateFiles(Environment.CurrentDirectory, "*.pdf"))
            {
                queue.Add(new Job(file, 1));
            }

            await Task.Delay(TimeSpan.FromSeconds(10), cancellationToken);
        }
    }
}
