var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Uploader>();
await builder.Build().RunAsync();

internal sealed class Uploader : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _uploading = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _uploading = Task.Run(() => UploadAsync(_stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        return Task.CompletedTask;
    }

    public void Dispose() => _stop.Dispose();

    private static async Task UploadAsync(CancellationToken stop)
    {
        try
        {
            Console.WriteLine("ready");
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await FinishAsync();
        }
    }

    private static async Task FinishAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        Console.WriteLine("saved");
    }
}
