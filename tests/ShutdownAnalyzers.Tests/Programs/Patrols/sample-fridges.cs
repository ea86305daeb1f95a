using Microsoft.Extensions.Options;

namespace Lab.ColdChain;

public sealed class FridgeOptions
{
    public List<string> Probes { get; } = [];
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(30);
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(3);
    public double Limit { get; set; } = 8;
}

public interface IProbe
{
    Task<double> CelsiusAsync(string probe, CancellationToken cancellationToken);
}

public interface IColdChainLog
{
    Task AppendAsync(string probe, double celsius, DateTimeOffset at);
}

internal sealed partial class FridgeMonitor
{
    private readonly IProbe _probe;
    private readonly IColdChainLog _log;
    private readonly FridgeOptions _options;
    private readonly ILogger<FridgeMonitor> _logger;
    private readonly Dictionary<string, int> _missed = [];

    public FridgeMonitor(IProbe probe, IColdChainLog log, IOptions<FridgeOptions> options, ILogger<FridgeMonitor> logger)
    {
        _probe = probe;
        _log = log;
        _options = options.Value;
        _logger = logger;
    }

    private async Task ReadOneAsync(string probe, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.ProbeTimeout);

        var celsius = await _probe.CelsiusAsync(probe, limit.Token);
        await _log.AppendAsync(probe, celsius, DateTimeOffset.UtcNow);
        if (celsius > _options.Limit)
            _logger.LogError("{Probe} is at {Celsius:F1} °C", probe, celsius);
    }
}

internal sealed partial class FridgeMonitor : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var clock = new PeriodicTimer(_options.Every);
        var current = "";

        for (; ; ) //! HAZARD spin SHUT104
        {
            try
            {
                await clock.WaitForNextTickAsync(stoppingToken);
                foreach (var probe in _options.Probes)
                {
                    current = probe;
                    await ReadOneAsync(probe, stoppingToken);
                    _missed.Remove(probe);
                }
            }
            catch (Exception ex) when (ex is IOException or TimeoutException or OperationCanceledException) //! HAZARD spin SHUT104
            {
                _missed[current] = _missed.GetValueOrDefault(current) + 1;
                if (_missed[current] == 3)
                    _logger.LogWarning(ex, "Probe {Probe} is silent", current);
            }
        }
    }
}

public static class ColdChainServices
{
    public static IServiceCollection AddColdChain(this IServiceCollection services, Action<FridgeOptions> configure)
    {
        services.Configure(configure);
        services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(20);
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore; //! HAZARD ignore SHUT216
        });
        services.AddHostedService<FridgeMonitor>();
        return services;
    }
}
