using System.Collections.Concurrent;

namespace Plant.Feed;

public interface IFeeder
{
    void Dose(string silo, int grams);
}

public sealed class FeedQueue : IHostedService, IDisposable
{
    private readonly BlockingCollection<(string Silo, int Grams)> _orders = new(boundedCapacity: 100);
    private readonly IFeeder _feeder;
    private readonly ILogger<FeedQueue> _logger;
    private Task _consumer = Task.CompletedTask;

    public FeedQueue(IFeeder feeder, ILogger<FeedQueue> logger)
    {
        _feeder = feeder;
        _logger = logger;
    }

    public bool TryOrder(string silo, int grams) => !_orders.IsAddingCompleted && _orders.TryAdd((silo, grams));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _consumer = Task.Factory.StartNew(Consume, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _orders.CompleteAdding();
        try
        {
            await _consumer.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _logger.LogWarning("{Count} doses are lost", _orders.Count);
        }
    }

    public void Dispose() => _orders.Dispose();

    private void Consume()
    {
        foreach (var (silo, grams) in _orders.GetConsumingEnumerable())
        {
            try
            {
                _feeder.Dose(silo, grams);
            }
            catch (IOException ex)
            {
                _logger.LogError(ex, "Silo {Silo} is jammed", silo);
            }
        }
    }
}
