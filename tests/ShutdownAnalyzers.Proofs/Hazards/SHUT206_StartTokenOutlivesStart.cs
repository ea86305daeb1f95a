var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<TelemetryUpload>();
await builder.Build().RunAsync();

internal sealed class TelemetryUpload : IHostedService
{
    private Task _upload = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _upload = Task.Run(() => UploadAsync(cancellationToken));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
        => await Task.WhenAny(_upload, Task.Delay(Timeout.Infinite, cancellationToken));

    private static async Task UploadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                Console.WriteLine("ready");
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
        finally
        {
            Console.WriteLine("saved");
        }
    }
}
