namespace PrintShop;

/// <summary>Keeps a copy of each page; the last ones are written when the shop closes.</summary>
public sealed class Archive(JobQueue queue) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await DrainAsync(); // SHUT210
    }

    private async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        while (queue.TryTake(out var job))
        {
            await File.AppendAllTextAsync("archive.txt", $"{job!.File}\n", cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }
}
