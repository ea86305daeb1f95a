namespace PrintShop;

/// <summary>Deletes what was printed long ago.</summary>
public sealed class Cleaner : IHostedService
{
    private Timer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(_ => Clean(), null, TimeSpan.Zero, TimeSpan.FromHours(1)); // SHUT205
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Clean()
    {
        foreach (var file in Directory.EnumerateFiles(Environment.CurrentDirectory, "*.printed"))
        {
            File.Delete(file);
        }
    }
}
