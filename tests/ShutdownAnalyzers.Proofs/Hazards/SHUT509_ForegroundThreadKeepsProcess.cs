var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<SensorPoll>();
await builder.Build().RunAsync();
Console.WriteLine("the host has stopped");

internal sealed class SensorPoll : IHostedService
{
    private long _samples;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        new Thread(Poll).Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine($"stopped after {Interlocked.Read(ref _samples)} samples");
        return Task.CompletedTask;
    }

    private void Poll()
    {
        Console.WriteLine("ready");
        while (true)
        {
            Interlocked.Increment(ref _samples);
            Thread.Sleep(100);
        }
    }
}
