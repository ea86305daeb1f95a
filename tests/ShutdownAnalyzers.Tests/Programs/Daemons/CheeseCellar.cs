namespace Dairy.Cellar;

public interface ICellarApi
{
    Task<double> HumidityAsync(CancellationToken ct);
    Task CommitAsync(string batch, CancellationToken ct);
    Task UnregisterAsync(CancellationToken ct);
}

public sealed class Ripening(ICellarApi api, ILogger<Ripening> logger) : BackgroundService
{
    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
                await RoundAsync(stoppingToken);
        }
        finally
        {
            await UnregisterAsync();
        }
    }

    private async Task RoundAsync(CancellationToken stoppingToken)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        round.CancelAfter(RoundTime);
        try
        {
            var humidity = await api.HumidityAsync(round.Token);
            if (humidity < 0.85)
                await TurnWheelsAsync(round.Token);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogWarning("The round took longer than {Time}", RoundTime);
        }
        catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogError(ex, "Round failed");
        }

        await Task.Delay(TimeSpan.FromMinutes(5), stoppingToken);
    }

    private async Task TurnWheelsAsync(CancellationToken ct)
    {
        foreach (var batch in new[] { "comte-24", "gruyere-12", "tomme-3" })
        {
            ct.ThrowIfCancellationRequested();
            // A turned wheel must be booked, whatever happens meanwhile.
            await api.CommitAsync(batch, CancellationToken.None);
        }
    }

    private async Task UnregisterAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        try
        {
            await api.UnregisterAsync(limit.Token);
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "Could not unregister");
        }
    }
}

/// <summary>Ends itself when the cellar is empty; the catch of everything leaves by the loop's condition.</summary>
public sealed class MouseTrap(ICellarApi api, IHostApplicationLifetime lifetime, ILogger<MouseTrap> logger) : BackgroundService
{
    private int _failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!lifetime.ApplicationStopping.IsCancellationRequested && _failures < 100)
        {
            try
            {
                _ = await api.HumidityAsync(stoppingToken);
                _failures = 0;
                await Task.Delay(TimeSpan.FromHours(2), lifetime.ApplicationStopping);
            }
            catch (Exception ex) when (ex is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                _failures++;
                logger.LogDebug(ex, "Trap {Failures}", _failures);
            }
        }
    }
}

public static class CellarModule
{
    public static IServiceCollection AddCellar<TApi>(this IServiceCollection services) where TApi : class, ICellarApi =>
        services.AddSingleton<ICellarApi, TApi>().AddHostedService<Ripening>().AddHostedService<MouseTrap>();
}
