using Microsoft.AspNetCore.SignalR.Client;

namespace Rail.NightTrain;

public interface ICabinDisplay
{
    void Show(string text);
    void Clear();
}

public sealed class CabinLink(ICabinDisplay display, IConfiguration configuration, ILogger<CabinLink> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hub = new HubConnectionBuilder()
            .WithUrl(configuration["Train:Hub"] ?? "http://train.local/hub")
            .WithAutomaticReconnect(new Patient())
            .Build();

        await using (hub)
        {
            hub.On<string>("announce", display.Show);
            try
            {
                await ConnectAsync(hub, stoppingToken);
                await Task.Delay(Timeout.Infinite, stoppingToken);
            }
            finally
            {
                display.Clear();
            }
        }
    }

    private async Task ConnectAsync(HubConnection hub, CancellationToken ct)
    {
        for (var wait = 1; hub.State == HubConnectionState.Disconnected; wait = Math.Min(wait * 2, 60))
        {
            try
            {
                await hub.StartAsync(ct);
            }
            catch (Exception ex) when (!ct.IsCancellationRequested)
            {
                logger.LogInformation("No train network ({Reason}), next try in {Seconds} s", ex.Message, wait);
                await Task.Delay(TimeSpan.FromSeconds(wait), ct);
            }
        }
    }

    private sealed class Patient : IRetryPolicy
    {
        public TimeSpan? NextRetryDelay(RetryContext retryContext)
            => TimeSpan.FromSeconds(Math.Min(30, retryContext.PreviousRetryCount * 3));
    }
}
