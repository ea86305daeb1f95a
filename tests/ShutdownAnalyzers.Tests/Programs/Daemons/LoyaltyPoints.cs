using System.Collections.Concurrent;

namespace Shop.Loyalty;

public interface IPointStore
{
    Task AddAsync(string customer, int points, CancellationToken cancellationToken);
}

public sealed class PointBuffer
{
    private readonly ConcurrentDictionary<string, int> _points = new();

    public void Add(string customer, int points) => _points.AddOrUpdate(customer, points, (_, old) => old + points);

    public bool TryTake(string customer, out int points) => _points.TryRemove(customer, out points);

    public ICollection<string> Customers => _points.Keys;
}

/// <summary>A timer whose tick is asynchronous: the tick is kept as a task, so that the stop can wait for the last one.</summary>
internal sealed class PointWriter : IHostedService, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly PointBuffer _buffer;
    private readonly IPointStore _store;
    private readonly ILogger<PointWriter> _logger;
    private ITimer? _timer;
    private Task _tick = Task.CompletedTask;

    public PointWriter(PointBuffer buffer, IPointStore store, ILogger<PointWriter> logger, TimeProvider time)
    {
        _buffer = buffer;
        _store = store;
        _logger = logger;
        Time = time;
    }

    private TimeProvider Time { get; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = Time.CreateTimer(static state => ((PointWriter)state!).OnTick(), this, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is { } timer)
            await timer.DisposeAsync();

        Task last;
        lock (_gate) last = _tick;

        using (cancellationToken.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _stop))
            await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (!cancellationToken.IsCancellationRequested)
            await WriteAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is { } timer)
            await timer.DisposeAsync();
    }

    private void OnTick()
    {
        lock (_gate)
        {
            if (_tick.IsCompleted)
                _tick = WriteAsync(_stop.Token);
        }
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        foreach (var customer in _buffer.Customers)
        {
            if (ct.IsCancellationRequested) return;
            if (!_buffer.TryTake(customer, out var points)) continue;

            try
            {
                await _store.AddAsync(customer, points, ct);
            }
            catch (Exception e)
            {
                _buffer.Add(customer, points);
                _logger.LogWarning(e, "{Points} points of {Customer} wait", points, customer);
            }
        }
    }
}

public static class LoyaltyServices
{
    public static IServiceCollection AddLoyalty(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<PointBuffer>();
        services.AddHostedService<PointWriter>();
        return services;
    }
}
