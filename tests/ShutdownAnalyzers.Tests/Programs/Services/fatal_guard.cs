namespace Pump.Guard;

public interface IPump
{
    Task<double> PressureAsync(CancellationToken ct);
    Task OpenBypassAsync(CancellationToken ct);
}

/// <summary>Stops the whole service when the pump cannot be trusted any more.</summary>
public sealed class PumpGuard(IPump pump, IHostApplicationLifetime lifetime, ILogger<PumpGuard> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var strikes = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var bar = await pump.PressureAsync(stoppingToken);
                strikes = bar is > 0.5 and < 9 ? 0 : strikes + 1;
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(ex, "No pressure reading");
                strikes++;
            }

            if (strikes >= 3)
            {
                logger.LogCritical("Three strikes, the service ends");
                await OpenBypassAsync();
                Environment.ExitCode = 70;
                lifetime.StopApplication();
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    private async Task OpenBypassAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await pump.OpenBypassAsync(limit.Token);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "The bypass stays shut");
        }
    }
}
