namespace Parking.Gates;

public interface IBarrier
{
    Task<bool> OpenAsync(string plate, CancellationToken ct);
    Task CloseAllAsync(CancellationToken ct);
}

public sealed class GateKeeper : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly IBarrier _barrier;
    private readonly ILogger<GateKeeper> _logger;
    private readonly CancellationTokenRegistration _stopping;
    private int _cars;

    public GateKeeper(IBarrier barrier, IHostApplicationLifetime lifetime, ILogger<GateKeeper> logger)
    {
        _barrier = barrier;
        _logger = logger;
        _stopping = lifetime.ApplicationStopping.Register(CloseBarriers);
    }

    public int Cars => Volatile.Read(ref _cars);

    public async Task<bool> EnterAsync(string plate, CancellationToken ct)
    {
        if (!await _barrier.OpenAsync(plate, ct)) return false;
        Interlocked.Increment(ref _cars);
        return true;
    }

    public void Dispose() => _stopping.Dispose();

    private void CloseBarriers()
    {
        try
        {
            using var limit = new CancellationTokenSource(Patience);
            if (!Task.Run(() => _barrier.CloseAllAsync(limit.Token)).Wait(Patience))
                _logger.LogWarning("The barriers did not answer");
        }
        catch (AggregateException ex)
        {
            _logger.LogWarning(ex.InnerException, "The barriers stay open");
        }
    }
}

public static class GateModule
{
    public static IServiceCollection AddGates<TBarrier>(this IServiceCollection services) where TBarrier : class, IBarrier
        => services.AddSingleton<IBarrier, TBarrier>().AddSingleton<GateKeeper>();

    public static void MapGates(this IEndpointRouteBuilder endpoints)
    {
        var gates = endpoints.MapGroup("/gates");
        gates.MapGet("/", (GateKeeper keeper) => new { keeper.Cars });
        gates.MapPost("/{plate}", async (string plate, GateKeeper keeper, CancellationToken ct)
            => await keeper.EnterAsync(plate, ct) ? Results.NoContent() : Results.Conflict());
    }
}
