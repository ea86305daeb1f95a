using System.Collections.Concurrent;

namespace Printing.Prepress;

public interface IRip
{
    Task<bool> PingAsync();
    Task RenderAsync(string file);
}

public sealed class HotFolderOptions
{
    public string Folder { get; set; } = "/srv/hot";
    public int PlatesPerHour { get; set; } = 40;
}

public sealed class HotFolder(HotFolderOptions options, IRip rip, ILogger<HotFolder> logger) : IHostedService
{
    private readonly ConcurrentDictionary<string, DateTime> _seen = new();
    private FileSystemWatcher? _watcher;
    private Timer? _sweep;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Folder);
        _watcher = new FileSystemWatcher(options.Folder, "*.pdf"); //! HAZARD folder SHUT205 SHUT704
        _watcher.Created += (_, e) => Render(e.FullPath); //! HAZARD folder SHUT205
        _watcher.EnableRaisingEvents = true; //! HAZARD folder SHUT205
        _sweep = new Timer(Sweep, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)); //! HAZARD folder SHUT205
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) //! HAZARD folder SHUT205
    {
        logger.LogInformation("Hot folder saw {Count} files", _seen.Count);
        return Task.CompletedTask; //! HAZARD folder SHUT205
    }

    private void Sweep(object? state)
    {
        foreach (var file in Directory.EnumerateFiles(options.Folder, "*.pdf"))
            Render(file);
    }

    private void Render(string file)
    {
        if (!_seen.TryAdd(file, DateTime.UtcNow))
            return;

        try
        {
            rip.RenderAsync(file).GetAwaiter().GetResult();
            File.Move(file, file + ".done");
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "{File} could not be rendered", file);
        }
    }
}

public sealed class RipWarmup : IHostedService
{
    private readonly IRip _rip;
    private readonly ILogger<RipWarmup> _logger;

    public RipWarmup(IRip rip, ILogger<RipWarmup> logger)
    {
        _rip = rip;
        _logger = logger;
    }

    public async Task StartAsync(CancellationToken cancellationToken) //! HAZARD warmup SHUT207
    {
        var attempts = 0;
        while (true) //! HAZARD warmup SHUT207 SHUT101
        {
            attempts++;
            if (await AnswersAsync())
                break;

            if (attempts % 20 == 0)
                _logger.LogWarning("Still no RIP after {Attempts} attempts", attempts);

            await Task.Delay(3000); //! HAZARD warmup SHUT207 SHUT102
        }

        _logger.LogInformation("RIP is up after {Attempts} attempts", attempts);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return await _rip.PingAsync();
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

public static class PrepressExtensions
{
    public static IServiceCollection AddPrepress(this IServiceCollection services, Action<HotFolderOptions>? configure = null)
    {
        var options = new HotFolderOptions();
        configure?.Invoke(options);
        services.AddSingleton(options);
        services.AddHostedService<RipWarmup>();
        services.AddHostedService<HotFolder>();
        return services;
    }
}
