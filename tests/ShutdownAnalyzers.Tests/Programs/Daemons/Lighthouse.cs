namespace Coast.Lighthouse;

public interface ILamp : IAsyncDisposable
{
    Task FlashAsync(TimeSpan length, CancellationToken ct);
}

public interface ILampFactory
{
    ILamp Open(string station);
}

public sealed record FlashPattern(TimeSpan On, TimeSpan Off)
{
    public static readonly FlashPattern Isophase = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
}

internal sealed class LampKeeper(ILampFactory lamps, ILogger<LampKeeper> logger) : BackgroundService
{
    private readonly ILamp _lamp = lamps.Open("north-mole");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pattern = FlashPattern.Isophase;
        while (!stoppingToken.IsCancellationRequested)
        {
            await _lamp.FlashAsync(pattern.On, stoppingToken);
            await Task.Delay(pattern.Off, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("Lamp goes dark");
        await _lamp.DisposeAsync(); //! HAZARD early SHUT203
        await base.StopAsync(cancellationToken);
    }
}

internal sealed class FogWatch(ILogger<FogWatch> logger, TimeProvider clock) : BackgroundService
{
    private readonly Queue<double> _visibility = new();
    private DateTimeOffset _since;

    public override Task StartAsync(CancellationToken cancellationToken) //! HAZARD nostart SHUT202
    {
        _since = clock.GetUtcNow();
        for (var i = 0; i < 10; i++)
            _visibility.Enqueue(20_000);
        logger.LogInformation("Fog watch since {Since}", _since);
        return Task.CompletedTask; //! HAZARD nostart SHUT202
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(15), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            _visibility.Dequeue();
            _visibility.Enqueue(Random.Shared.Next(50, 20_000));
            if (_visibility.Average() < 1_000)
                logger.LogWarning("Fog: sound the horn");
        }
    }
}

public static class LighthouseExtensions
{
    public static IServiceCollection AddLighthouse<TLamps>(this IServiceCollection services) where TLamps : class, ILampFactory
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ILampFactory, TLamps>();
        services.AddHostedService<LampKeeper>();
        services.AddHostedService<FogWatch>();
        return services;
    }
}
