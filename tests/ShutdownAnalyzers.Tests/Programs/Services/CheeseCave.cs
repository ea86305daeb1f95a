using System.Collections.Concurrent;

namespace Dairy.Cave;

public sealed record Turn(int Shelf, DateTimeOffset At);

public interface ITurningArm
{
    void Turn(int shelf);
    void Park();
}

public sealed class CheeseCave : IHostedService, IDisposable
{
    private readonly BlockingCollection<Turn> _turns = new(boundedCapacity: 64);
    private readonly ITurningArm _arm;
    private readonly ILogger<CheeseCave> _logger;
    private Thread? _worker;

    public CheeseCave(ITurningArm arm, ILogger<CheeseCave> logger)
    {
        _arm = arm;
        _logger = logger;
    }

    public bool TryTurn(int shelf) => !_turns.IsAddingCompleted && _turns.TryAdd(new Turn(shelf, DateTimeOffset.UtcNow));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _worker = new Thread(Work) { Name = "turning arm", IsBackground = true };
        _worker.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _turns.CompleteAdding();
        if (_worker is not null && !_worker.Join(TimeSpan.FromSeconds(10)))
            _logger.LogWarning("{Count} turns are left", _turns.Count);

        return Task.CompletedTask;
    }

    public void Dispose() => _turns.Dispose();

    private void Work()
    {
        try
        {
            while (true)
            {
                if (!_turns.TryTake(out var turn, Timeout.Infinite))
                    break;

                _arm.Turn(turn.Shelf);
            }
        }
        finally
        {
            _arm.Park();
        }
    }
}
