namespace ShopApi;

/// <summary>Sends mail in the background, one attempt with a limit of its own.</summary>
public sealed class Mailer(IHostApplicationLifetime lifetime, ILogger<Mailer> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
            try
            {
                await SendAsync(attempt.Token);
                await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
            }
            catch (IOException e)
            {
                logger.LogWarning(e, "Mail is not sent");
            }
        }
    }

    private static Task SendAsync(CancellationToken cancellationToken) => Task.Delay(100, cancellationToken);
}
