using System.Collections.Concurrent;

namespace Pipeline.Pressure;

public abstract class ThreadedService : IHostedService
{
    private Thread? _thread;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(static state => ((ThreadedService)state!).Run()); //! HAZARD thread SHUT509 SHUT205
        _thread.IsBackground = false; //! HAZARD thread SHUT509
        _thread.Start(this); //! HAZARD thread SHUT509 SHUT205
        return Task.CompletedTask;
    }

    public virtual Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected abstract void Run();
}

public sealed class PressureLogger(ILogger<PressureLogger> logger) : ThreadedService
{
    private readonly ConcurrentQueue<double> _values = new();
    private readonly AutoResetEvent _arrived = new(initialState: false);

    public void Report(double bar)
    {
        _values.Enqueue(bar);
        _arrived.Set();
    }

    protected override void Run() //! HAZARD thread SHUT509 SHUT101
    {
        for (;;) //! HAZARD thread SHUT509 SHUT101
        {
            _arrived.WaitOne(); //! HAZARD thread SHUT509 SHUT101 SHUT102
            while (_values.TryDequeue(out var bar))
                logger.LogInformation("{Bar:F1} bar", bar);
        }
    }
}
