using System.Collections.Frozen;

namespace Platform.Flags;

public interface IFlagService
{
    Task<FrozenDictionary<string, bool>> LoadAsync(CancellationToken ct);
}

public sealed class FlagStore
{
    private readonly TaskCompletionSource<FrozenDictionary<string, bool>> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile FrozenDictionary<string, bool>? _flags;

    public Task Loaded => _first.Task;

    public bool IsOn(string flag) => _flags is { } flags && flags.TryGetValue(flag, out var on) && on;

    public void Replace(FrozenDictionary<string, bool> flags)
    {
        _flags = flags;
        _first.TrySetResult(flags);
    }
}

public sealed class FlagLoader(IFlagService service, FlagStore store, ILogger<FlagLoader> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                store.Replace(await service.LoadAsync(stoppingToken));
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(ex, "Flags are not available");
            }

            await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
        }
    }
}

public interface IRecommender
{
    Task TrainAsync(CancellationToken ct);
}

public sealed class NightTraining : BackgroundService
{
    private readonly FlagStore _flags;
    private readonly IRecommender _recommender;
    private readonly TimeProvider _clock;

    public NightTraining(FlagStore flags, IRecommender recommender, TimeProvider clock)
    {
        _flags = flags;
        _recommender = recommender;
        _clock = clock;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ReadyAsync(); //! HAZARD ready SHUT102

        while (!stoppingToken.IsCancellationRequested)
        {
            if (_flags.IsOn("training") && _clock.GetLocalNow().Hour is 2 or 3)
                await _recommender.TrainAsync(stoppingToken);

            await Task.Delay(TimeSpan.FromMinutes(20), _clock, stoppingToken);
        }
    }

    private async Task ReadyAsync()
    {
        await _flags.Loaded; //! HAZARD ready SHUT102
    }
}

public static class FlagServices
{
    public static IServiceCollection AddFlags<TService>(this IServiceCollection services) where TService : class, IFlagService
        => services.AddSingleton<IFlagService, TService>().AddSingleton<FlagStore>().AddHostedService<FlagLoader>().AddHostedService<NightTraining>();
}
