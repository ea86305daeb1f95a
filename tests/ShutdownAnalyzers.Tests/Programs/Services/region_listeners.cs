using System.Threading.Channels;

namespace Regions;

public sealed record RegionOptions(string Name, TimeSpan Pause);

public interface IRegionFeed
{
    Task<string?> NextAsync(string region, CancellationToken ct);
}

public sealed class RegionListener(RegionOptions options, IRegionFeed feed, ChannelWriter<string> output) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await feed.NextAsync(options.Name, stoppingToken) is { } item)
                await output.WriteAsync(item, stoppingToken);
            else
                await Task.Delay(options.Pause, stoppingToken);
        }
    }
}

public static class RegionRegistration
{
    public static IServiceCollection AddRegions(this IServiceCollection services)
    {
        services.AddSingleton(Channel.CreateBounded<string>(1000));
        services.AddSingleton(sp => sp.GetRequiredService<Channel<string>>().Writer);
        services.AddHostedService(sp => Create(sp, "north")); //! HAZARD dropped SHUT214
        services.AddHostedService(sp => Create(sp, "south")); //! HAZARD dropped SHUT214
        return services;
    }

    private static RegionListener Create(IServiceProvider sp, string name)
        => ActivatorUtilities.CreateInstance<RegionListener>(sp, new RegionOptions(name, TimeSpan.FromSeconds(2)));
}
