namespace PrintShop;

/// <summary>Copies what was printed to the customer's folder.</summary>
public sealed class Uploader : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _uploading = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _uploading = Task.Run(() => UploadAsync(_stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_uploading, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public void Dispose() => _stop.Dispose();

    private static async Task UploadAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await File.AppendAllTextAsync("uploaded.txt", "page\n", CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        }
    }
}
