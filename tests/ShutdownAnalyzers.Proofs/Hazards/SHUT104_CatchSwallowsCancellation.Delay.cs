var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<Inbox>();
builder.Services.AddHostedService<InboxPoll>();
await builder.Build().RunAsync();

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
            catch (Exception e)
            {
                inbox.Failed(e);
            }
        }
    }
}

internal sealed class Inbox
{
    private Exception? _last;

    public Task FetchAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Console.WriteLine("ready");
        return Task.CompletedTask;
    }

    public void Failed(Exception reason) => _last = reason;
}
