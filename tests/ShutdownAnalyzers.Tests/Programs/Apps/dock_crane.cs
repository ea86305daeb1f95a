using System.Collections.Concurrent;

namespace Docks.Crane;

public interface ICrane
{
    void Lift(int container);
}

public sealed class CraneService : IHostedService, IDisposable
{
    private readonly ICrane _crane;
    private readonly CancellationTokenSource _stop = new();
    private readonly BlockingCollection<int> _orders = new(new ConcurrentStack<int>());
    private readonly Thread _operator;

    public CraneService(ICrane crane)
    {
        _crane = crane;
        _operator = new(Operate) { IsBackground = true, Name = "crane" }; //! HAZARD operate SHUT102 SHUT101
    }

    public void Order(int container) => _orders.Add(container);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _operator.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        if (_operator.IsAlive) _operator.Join(TimeSpan.FromSeconds(20)); //! HAZARD operate SHUT102 SHUT601
        return Task.CompletedTask;
    }

    private void Operate() //! HAZARD operate SHUT102 SHUT101
    {
        while (!_stop.IsCancellationRequested) //! HAZARD operate SHUT102 SHUT101
        {
            var container = _orders.Take(); //! HAZARD operate SHUT102 SHUT101 SHUT601
            _crane.Lift(container);
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _orders.Dispose();
    }
}
