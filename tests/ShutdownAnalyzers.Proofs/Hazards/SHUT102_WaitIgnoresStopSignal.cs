var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<InvoiceRun>();
await builder.Build().RunAsync();

internal sealed class InvoiceRun(ILogger<InvoiceRun> logger) : BackgroundService
{
    private int _sent;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                _sent++;
                logger.LogInformation("Run {Number} is done", _sent);
                Console.WriteLine("ready");
                await Task.Delay(TimeSpan.FromHours(1));
            }
        }
        finally
        {
            Console.WriteLine("saved");
        }
    }
}
