using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Heating.Settings;

public sealed class HeatingOptions
{
    public double Target { get; set; } = 20.5;
    public double Night { get; set; } = 17;
}

public interface IBoiler
{
    void SetTarget(double celsius);
}

public sealed class HeatingService : IHostedService, IDisposable
{
    private readonly IOptionsMonitor<HeatingOptions> _options;
    private readonly IConfiguration _configuration;
    private readonly IBoiler _boiler;
    private readonly ILogger<HeatingService> _logger;
    private IDisposable? _reload;
    private IDisposable? _changes;

    public HeatingService(
        IOptionsMonitor<HeatingOptions> options,
        IConfiguration configuration,
        IBoiler boiler,
        ILogger<HeatingService> logger)
    {
        _options = options;
        _configuration = configuration;
        _boiler = boiler;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Apply(_options.CurrentValue);
        _changes = _options.OnChange(Apply);
        _reload = ChangeToken.OnChange(_configuration.GetReloadToken, () => _logger.LogInformation("Settings were read again"));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _changes, null)?.Dispose();
        Interlocked.Exchange(ref _reload, null)?.Dispose();
    }

    private void Apply(HeatingOptions options)
    {
        var hour = DateTime.Now.Hour;
        _boiler.SetTarget(hour is >= 22 or < 6 ? options.Night : options.Target);
    }
}

public static class HeatingModule
{
    public static IHostApplicationBuilder AddHeating<TBoiler>(this IHostApplicationBuilder builder) where TBoiler : class, IBoiler
    {
        builder.Services.Configure<HeatingOptions>(builder.Configuration.GetSection("Heating"));
        builder.Services.AddSingleton<IBoiler, TBoiler>();
        builder.Services.AddHostedService<HeatingService>();
        return builder;
    }
}
