var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Miner>();
await builder.Build().RunAsync();

internal sealed class Miner : IHostedService
{
    private readonly Thread _thread;
    private bool _stopping;
    private ulong _hash;

    public Miner() => _thread = new Thread(Mine) { IsBackground = true };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        _thread.Join();
        Console.WriteLine($"saved {_hash != 0}");
        return Task.CompletedTask;
    }

    private void Mine()
    {
        Console.WriteLine("ready");
        while (!_stopping)
        {
            _hash = (_hash * 6364136223846793005) + 1442695040888963407;
        }
    }
}
