using System.Collections.Concurrent;

namespace Cheese.Cellar;

public sealed record TurnOrder(int Shelf, string Wheel);

public sealed class TurningLine : IHostedService, IDisposable
{
    private readonly BlockingCollection<TurnOrder> _orders = new(boundedCapacity: 200);
    private readonly ILogger<TurningLine> _logger;
    private Task? _worker;

    public TurningLine(ILogger<TurningLine> logger) => _logger = logger;

    public bool TryOrder(TurnOrder order)
    {
        try
        {
            return _orders.TryAdd(order, millisecondsTimeout: 50);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _worker = Task.Factory.StartNew(TurnWheels, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _orders.CompleteAdding();
        if (_worker is null)
            return;

        try
        {
            await _worker.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _logger.LogWarning("{Left} wheels were not turned", _orders.Count);
        }
    }

    private void TurnWheels()
    {
        foreach (var order in _orders.GetConsumingEnumerable())
        {
            try
            {
                Turn(order);
            }
            catch (Exception ex)
            {
                _logger.LogError(ex, "Wheel {Wheel} is stuck", order.Wheel);
            }
        }
    }

    private void Turn(TurnOrder order)
    {
        for (var quarter = 0; quarter < 2; quarter++)
            Thread.Sleep(150);

        _logger.LogDebug("Turned {Wheel} on {Shelf}", order.Wheel, order.Shelf);
    }

    public void Dispose() => _orders.Dispose();
}
