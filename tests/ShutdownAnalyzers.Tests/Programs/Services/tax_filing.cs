using Polly.Timeout;

namespace Revenue.Filing;

public sealed record Filing(Guid Id, string Xml);

public interface IOutbox
{
    Task<Filing?> PeekAsync(CancellationToken ct);
    Task RemoveAsync(Guid id, CancellationToken ct);
}

public abstract class Courier<T>(ILogger logger) : BackgroundService where T : class
{
    protected ILogger Logger => logger;

    protected abstract Task<T?> NextAsync(CancellationToken ct);

    protected abstract Task DeliverAsync(T item, CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (;;)
        {
            try
            {
                if (await NextAsync(stoppingToken) is { } item)
                    await DeliverAsync(item, stoppingToken); //! HAZARD die SHUT105
                else
                    await Task.Delay(TimeSpan.FromSeconds(15), stoppingToken);
            }
            catch (OperationCanceledException) //! HAZARD die SHUT105
            {
                Logger.LogInformation("{Courier} goes home", GetType().Name);
                break; //! HAZARD die SHUT105
            }
            catch (Exception ex) when (ex is HttpRequestException or TimeoutRejectedException)
            {
                Logger.LogWarning(ex, "Not delivered");
                await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
            }
        }
    }
}

public sealed class FilingCourier(IOutbox outbox, IHttpClientFactory clients, ILogger<FilingCourier> logger) : Courier<Filing>(logger)
{
    protected override Task<Filing?> NextAsync(CancellationToken ct) => outbox.PeekAsync(ct);

    protected override async Task DeliverAsync(Filing item, CancellationToken ct)
    {
        using var client = clients.CreateClient("revenue");
        using var content = new StringContent(item.Xml, System.Text.Encoding.UTF8, "application/xml");
        using var response = await client.PostAsync($"filings/{item.Id}", content, ct); //! HAZARD die SHUT105
        response.EnsureSuccessStatusCode();
        await outbox.RemoveAsync(item.Id, CancellationToken.None);
    }
}

public sealed class OfficeHours(IHttpClientFactory clients, ILogger<OfficeHours> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient("revenue");
        using var response = await client.DeleteAsync("presence", cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"The office answers {response.StatusCode}"); //! HAZARD throw SHUT211
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("The office is closed");
        return Task.CompletedTask;
    }
}
