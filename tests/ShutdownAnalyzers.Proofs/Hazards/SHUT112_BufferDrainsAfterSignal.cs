using System.Threading.Channels;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Thumbnails>();
await builder.Build().RunAsync();

internal sealed class Thumbnails : BackgroundService
{
    private readonly Channel<int> _pictures = Channel.CreateUnbounded<int>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var picture = 0; picture < 200; picture++)
        {
            _pictures.Writer.TryWrite(picture);
        }

        try
        {
            await foreach (var picture in _pictures.Reader.ReadAllAsync(stoppingToken))
            {
                Console.WriteLine("ready");
                await ShrinkAsync();
            }
        }
        finally
        {
            Console.WriteLine("saved");
        }
    }

    private static Task ShrinkAsync() => Task.Delay(TimeSpan.FromMilliseconds(100));
}
