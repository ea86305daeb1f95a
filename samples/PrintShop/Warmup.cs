namespace PrintShop;

/// <summary>Keeps the printer warm.</summary>
public sealed class Warmup(ILogger<Warmup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (true) // SHUT207
        {
            logger.LogDebug("Still warm");
            await Task.Delay(TimeSpan.FromMinutes(1));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
