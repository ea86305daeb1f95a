var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Indexer>();
await builder.Build().RunAsync();

internal sealed class Indexer : BackgroundService
{
    private readonly Queue<int> _pages = new(Enumerable.Range(1, 10_000));

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        return Task.Run(
            () =>
            {
                Console.WriteLine("ready");
                while (_pages.TryDequeue(out var page))
                {
                    Add(page);
                }
            },
            stoppingToken);
    }

    private static void Add(int page) => Thread.Sleep(page % 50);
}
