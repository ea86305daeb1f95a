using System.Collections.Concurrent;

namespace Courier.Dispatch;

public sealed record Parcel(string Code, string Street);

public interface ICourierPool
{
    Task<bool> AssignAsync(Parcel parcel, CancellationToken ct);
}

/// <summary>Sleeps until somebody adds a parcel, at most a minute.</summary>
public class Dispatcher : BackgroundService
{
    private readonly ConcurrentQueue<Parcel> _parcels = new();
    private readonly ICourierPool _pool;
    private readonly ILogger<Dispatcher> _logger;
    private TaskCompletionSource _wake = NewWake();

    public Dispatcher(ICourierPool pool, ILogger<Dispatcher> logger)
    {
        _pool = pool;
        _logger = logger;
    }

    public void Add(Parcel parcel)
    {
        _parcels.Enqueue(parcel);
        Volatile.Read(ref _wake).TrySetResult();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var wake = Volatile.Read(ref _wake).Task;
            await Task.WhenAny(wake, Task.Delay(TimeSpan.FromMinutes(1), stoppingToken));
            if (stoppingToken.IsCancellationRequested)
                return;

            if (wake.IsCompleted)
                Volatile.Write(ref _wake, NewWake());

            await AssignAllAsync(stoppingToken);
        }
    }

    private async Task AssignAllAsync(CancellationToken ct)
    {
        for (var left = _parcels.Count; left > 0 && _parcels.TryDequeue(out var parcel); left--)
        {
            if (await _pool.AssignAsync(parcel, ct))
                continue;

            _logger.LogInformation("No courier for {Code} yet", parcel.Code);
            _parcels.Enqueue(parcel);
        }
    }

    private static TaskCompletionSource NewWake() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
