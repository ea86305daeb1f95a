var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService(_ => new TopicListener("orders"));
builder.Services.AddHostedService(_ => new TopicListener("returns"));
using var host = builder.Build();
host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => Console.WriteLine("ready"));
await host.RunAsync();

internal sealed class TopicListener(string topic) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine($"listening to {topic}");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine($"drained {topic}");
        return Task.CompletedTask;
    }
}
