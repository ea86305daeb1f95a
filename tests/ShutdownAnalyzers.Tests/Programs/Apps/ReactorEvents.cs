using Microsoft.AspNetCore.SignalR.Client;

namespace Reactor.Events;

public interface IRodDrive
{
    double Position { get; }
    Task StepAsync(double towards);
}

public sealed class ReactorEvents(IRodDrive drive, IConfiguration configuration, ILogger<ReactorEvents> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var hub = new HubConnectionBuilder()
            .WithUrl(configuration["Reactor:Hub"] ?? "http://reactor.local/rods")
            .WithAutomaticReconnect()
            .Build();

        using var target = hub.On<double>("target", HoldAsync); //! HAZARD hold SHUT101
        await hub.StartAsync(stoppingToken);

        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken);
        }
        finally
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            await hub.StopAsync(limit.Token);
        }
    }

    private async Task HoldAsync(double target) //! HAZARD hold SHUT101
    {
        while (true) //! HAZARD hold SHUT101
        {
            var error = target - drive.Position;
            if (Math.Abs(error) > 0.5)
            {
                logger.LogDebug("Off by {Error:F2}", error);
                await drive.StepAsync(target);
            }

            await Task.Delay(TimeSpan.FromSeconds(3)); //! HAZARD hold SHUT101 SHUT102
        }
    }
}
