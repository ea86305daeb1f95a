var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<PriceFeed>();
await builder.Build().RunAsync();

internal sealed class PriceFeed : BackgroundService
{
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(200));
    private int _failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await _timer.WaitForNextTickAsync(stoppingToken);
                Publish();
            }
            catch (Exception)
            {
                _failures++;
            }
        }
    }

    private void Publish() => Console.WriteLine(_failures == 0 ? "ready" : "recovered");

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }
}
