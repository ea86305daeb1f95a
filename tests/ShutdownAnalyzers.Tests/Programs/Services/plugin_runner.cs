using System.Reflection;

namespace Plugins.Runner;

public interface IPlugin
{
    string Name { get; }
    Task RunAsync(CancellationToken ct);
}

internal sealed class PluginService(IPlugin plugin, ILogger<PluginService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await plugin.RunAsync(stoppingToken);
        }
        catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogError(ex, "Plugin {Plugin} broke", plugin.Name);
        }
    }
}

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args.Length == 0)
        {
            await Console.Error.WriteLineAsync("usage: plugin_runner PLUGIN.dll...");
            return 64;
        }

        using var main = Build(args[0], args);
        foreach (var path in args.Skip(1))
            Launch(Build(path, args));

        await main.RunAsync();
        return 0;
    }

    private static void Launch(IHost host)
    {
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStarted.Register(() => Console.WriteLine("a side plugin is running"));
        host.RunAsync(); //! HAZARD side SHUT307
    }

    private static IHost Build(string path, string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        var assembly = Assembly.LoadFrom(Path.GetFullPath(path));
        foreach (var type in assembly.GetExportedTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IPlugin))))
            builder.Services.AddSingleton<IHostedService>(sp => new PluginService((IPlugin)ActivatorUtilities.CreateInstance(sp, type), sp.GetRequiredService<ILogger<PluginService>>()));
        return builder.Build();
    }
}
