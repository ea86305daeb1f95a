var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<Inbox>();
builder.Services.AddHostedService<InboxPoll>();
var host = builder.Build();
var inbox = host.Services.GetRequiredService<Inbox>();
await host.RunAsync();
Console.WriteLine($"swallowed {inbox.Failures} exceptions");

internal sealed class InboxPoll(Inbox inbox) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await inbox.FetchAsync(stoppingToken);
                await Task.Delay(TimeSpan.FromMilliseconds(200), stoppingToken);
            }
            catch (Exception)
            {
                inbox.Failures++;
            }
        }
    }
}

internal sealed class Inbox
{
    public int Failures { get; set; }

    public Task FetchAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Console.WriteLine("ready");
        return Task.CompletedTask;
    }
}
