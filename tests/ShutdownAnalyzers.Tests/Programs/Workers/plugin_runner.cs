namespace Host.Plugins;

public interface IPlugin
{
    string Name { get; }
    TimeSpan Period { get; }
    Task RunAsync(CancellationToken cancellationToken);
}

internal sealed class Guarded(ILogger logger, CancellationToken stop)
{
    public async Task<bool> TryAsync(string name, Func<CancellationToken, Task> action)
    {
        try
        {
            await action(stop);
            return true;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            logger.LogError(e, "{Name} failed", name);
            return false;
        }
    }
}

public sealed class PluginRunner(IEnumerable<IPlugin> plugins, ILogger<PluginRunner> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var guarded = new Guarded(logger, stoppingToken);
        return Task.WhenAll(plugins.Select(plugin => RunAsync(plugin, guarded)));
    }

    private static async Task RunAsync(IPlugin plugin, Guarded guarded)
    {
        var penalty = 1;
        for (;;)
        {
            var ok = await guarded.TryAsync(plugin.Name, async ct =>
            {
                await plugin.RunAsync(ct);
                await Task.Delay(plugin.Period * penalty, ct);
            });
            penalty = ok ? 1 : Math.Min(penalty + 1, 10);
        }
    }
}
