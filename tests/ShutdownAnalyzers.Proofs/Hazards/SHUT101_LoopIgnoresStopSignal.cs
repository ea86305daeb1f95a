var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<Outbox>();
builder.Services.AddHostedService<MailWorker>();
await builder.Build().RunAsync();

internal sealed class MailWorker(Outbox outbox) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await outbox.SendPendingAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(500));
            }
        }
        finally
        {
            outbox.Save();
        }
    }
}

internal sealed class Outbox
{
    public Task SendPendingAsync()
    {
        Console.WriteLine("ready");
        return Task.CompletedTask;
    }

    public void Save() => Console.WriteLine("saved");
}
