using System.Collections.Concurrent;

namespace Maker.PrintFarm;

public interface IPrinter
{
    Task PrintAsync(string model);
}

public sealed class PrintFarm : IHostedService
{
    private readonly ConcurrentDictionary<int, Task> _running = new();
    private readonly IReadOnlyList<IPrinter> _printers;
    private volatile bool _closed;
    private int _next;

    public PrintFarm(IEnumerable<IPrinter> printers) => _printers = printers.ToArray();

    public int Submit(string model)
    {
        if (_closed)
            return -1;

        var id = Interlocked.Increment(ref _next);
        var job = _printers[id % _printers.Count].PrintAsync(model);
        _running[id] = job;
        job.ContinueWith((_, key) => _running.TryRemove((int)key!, out Task _), id, TaskScheduler.Default);
        return id;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD hours SHUT210
    {
        _closed = true;
        await DrainAsync(); //! HAZARD hours SHUT210
    }

    private async Task DrainAsync()
    {
        // a print takes hours
        while (!_running.IsEmpty) //! HAZARD hours SHUT210
            await Task.WhenAny(_running.Values.Append(Task.Delay(1000))); //! HAZARD hours SHUT210
    }
}
