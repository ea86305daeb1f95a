using System.Threading.Channels;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<ShippingWorker>();
await builder.Build().RunAsync();

internal sealed class ShippingWorker : BackgroundService
{
    private readonly Channel<string> _parcels = Channel.CreateBounded<string>(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _parcels.Writer.WriteAsync("parcel", stoppingToken);
        try
        {
            await foreach (var parcel in _parcels.Reader.ReadAllAsync())
            {
                Console.WriteLine("ready");
            }
        }
        finally
        {
            Console.WriteLine("saved");
        }
    }
}
