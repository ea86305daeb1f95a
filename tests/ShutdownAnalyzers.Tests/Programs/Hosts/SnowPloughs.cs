using Microsoft.Extensions.Options;

namespace Winter.Ploughs;

public sealed class PloughOptions
{
    public TimeSpan Check { get; set; } = TimeSpan.FromMinutes(3);
    public int Threshold { get; set; } = 4;
}

public interface ISnowGauge
{
    int Centimetres(string road);
}

public interface IPloughRadio
{
    void Send(string road, int depth);
    void SignOff();
}

public sealed class PloughDispatcher(
    ISnowGauge gauge,
    IPloughRadio radio,
    IOptionsMonitor<PloughOptions> options,
    ILogger<PloughDispatcher> logger) : BackgroundService
{
    private static readonly string[] Roads = ["B31", "L128", "K4956"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            Dispatch();

            try
            {
                await Task.Delay(options.CurrentValue.Check, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        radio.SignOff();
        logger.LogInformation("Ploughs signed off");
    }

    private void Dispatch()
    {
        foreach (var road in Roads)
        {
            try
            {
                var depth = gauge.Centimetres(road);
                if (depth >= options.CurrentValue.Threshold)
                    radio.Send(road, depth);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "{Road} was not measured", road);
            }
        }
    }
}

public sealed class SaltStock : BackgroundService
{
    private readonly Func<double> _tonnes;
    private readonly ILogger<SaltStock> _logger;

    public SaltStock(Func<double> tonnes, ILogger<SaltStock> logger)
    {
        _tonnes = tonnes;
        _logger = logger;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => Watch(stoppingToken), CancellationToken.None);

    private void Watch(CancellationToken stop)
    {
        var warned = false;
        while (!stop.WaitHandle.WaitOne(TimeSpan.FromMinutes(15)))
        {
            var low = _tonnes() < 40;
            if (low && !warned)
                _logger.LogWarning("Order salt");

            warned = low;
        }
    }
}

public static class WinterServices
{
    public static IServiceCollection AddWinterService(this IServiceCollection services, IConfiguration configuration) => services
        .Configure<PloughOptions>(configuration.GetSection("Ploughs"))
        .AddHostedService<PloughDispatcher>()
        .AddHostedService<SaltStock>();
}
