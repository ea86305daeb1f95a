namespace PrintShop;

/// <summary>Says every minute that the shop is open.</summary>
public sealed class Counter(ILogger<Counter> logger) : IHostedService
{
    private Timer _timer = null!;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(_ => logger.LogInformation("Open"), null, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _timer.DisposeAsync(); // SHUT212
    }
}
