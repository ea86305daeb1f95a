using Microsoft.Extensions.Options;

namespace Rail.AxleCounters;

public sealed class SectionOptions
{
    public string[] Sections { get; set; } = [];
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(2);
}

public interface IAxleCounter
{
    Task<int> CountAsync(string section, CancellationToken cancellationToken);
}

public interface IOccupancy
{
    void Set(string section, bool occupied);
    Task HandOverAsync(string reason, CancellationToken cancellationToken);
}

public sealed class AxleCounterFeed(IAxleCounter counter, IOccupancy occupancy, IOptions<SectionOptions> options, ILogger<AxleCounterFeed> logger)
    : BackgroundService
{
    private static readonly TimeSpan HandOverTime = TimeSpan.FromSeconds(4);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Every);
        try
        {
            while (true)
            {
                try
                {
                    await timer.WaitForNextTickAsync(stoppingToken);
                    await ReadAllAsync(stoppingToken);
                }
                catch (Exception ex) when (Survivable(ex, stoppingToken))
                {
                    logger.LogWarning(ex, "Counters could not be read");
                }
            }
        }
        finally
        {
            await HandOverAsync();
        }
    }

    private static bool Survivable(Exception ex, CancellationToken stop) =>
        !stop.IsCancellationRequested && ex is not InvalidDataException;

    private async Task ReadAllAsync(CancellationToken stop)
    {
        foreach (var section in options.Value.Sections)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(TimeSpan.FromSeconds(1));
            var axles = await counter.CountAsync(section, limit.Token);
            if (axles < 0)
                throw new InvalidDataException($"Section {section} counts {axles} axles");
            occupancy.Set(section, axles > 0);
        }
    }

    private async Task HandOverAsync()
    {
        using var grace = new CancellationTokenSource(HandOverTime);
        try
        {
            await occupancy.HandOverAsync("feed stopped", grace.Token);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Hand-over failed, sections keep their last state");
        }
    }
}

public static class AxleCounterServices
{
    public static IServiceCollection AddAxleCounters(this IServiceCollection services, IConfiguration section)
    {
        services.Configure<SectionOptions>(section);
        return services.AddHostedService<AxleCounterFeed>();
    }
}
