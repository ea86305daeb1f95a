using System.Collections.Concurrent;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<LabelPrinter>();
await builder.Build().RunAsync();

internal sealed class LabelPrinter : BackgroundService
{
    private readonly ConcurrentQueue<string> _labels = new(["first"]);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(Print, CancellationToken.None);

    private void Print()
    {
        try
        {
            for (; ; )
            {
                while (_labels.TryDequeue(out _))
                {
                    Console.WriteLine("ready");
                }

                Thread.Sleep(200);
            }
        }
        finally
        {
            Console.WriteLine("saved");
        }
    }
}
