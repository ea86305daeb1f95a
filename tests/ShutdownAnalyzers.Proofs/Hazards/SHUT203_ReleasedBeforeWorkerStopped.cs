var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<AuditTrail>();
await builder.Build().RunAsync();

internal sealed class AuditTrail : BackgroundService
{
    private readonly StreamWriter _file = new("audit.log");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            _file.WriteLine("opened");
            Console.WriteLine("ready");
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        finally
        {
            _file.WriteLine("closed");
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _file.Dispose();
        await base.StopAsync(cancellationToken);
    }
}
