using System.Collections.Concurrent;

namespace Hospital.Bedside;

public readonly struct Sample
{
    public Sample(string bed, double value)
    {
        Bed = bed;
        Value = value;
    }

    public string Bed { get; }
    public double Value { get; }
}

public interface IMonitorBus
{
    event EventHandler<Sample> Sampled;
}

public interface ISampleTable
{
    void Insert(IReadOnlyList<Sample> samples);
}

public sealed class SampleRecorder : IHostedService, IDisposable
{
    private const int Quit = 0;

    private readonly ConcurrentQueue<Sample> _queue = new();
    private readonly ManualResetEvent _quit = new(false);
    private readonly AutoResetEvent _arrived = new(false);
    private readonly IMonitorBus _bus;
    private readonly ISampleTable _table;
    private readonly ILogger<SampleRecorder> _logger;
    private Thread? _thread;

    public SampleRecorder(IMonitorBus bus, ISampleTable table, ILogger<SampleRecorder> logger)
    {
        _bus = bus;
        _table = table;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Record) { Name = "samples", IsBackground = true };
        _thread.Start();
        _bus.Sampled += OnSampled;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _bus.Sampled -= OnSampled;
        _quit.Set();
        return _thread is { } thread ? Task.Run(() => Join(thread, TimeSpan.FromSeconds(8)), CancellationToken.None) : Task.CompletedTask;
    }

    public void Dispose()
    {
        _bus.Sampled -= OnSampled;
        _quit.Set();
        if (_thread is { IsAlive: true } && !_thread.Join(TimeSpan.FromSeconds(2)))
            return;

        _quit.Dispose();
        _arrived.Dispose();
    }

    private void OnSampled(object? sender, Sample sample)
    {
        _queue.Enqueue(sample);
        _arrived.Set();
    }

    private void Join(Thread thread, TimeSpan limit)
    {
        if (thread.Join(limit))
            _logger.LogInformation("All samples recorded");
        else
            _logger.LogError("{Count} samples were not recorded", _queue.Count);
    }

    private void Record()
    {
        var handles = new WaitHandle[] { _quit, _arrived };
        while (true)
        {
            var which = WaitHandle.WaitAny(handles);
            InsertQueued();
            if (which == Quit)
                break;
        }
    }

    private void InsertQueued()
    {
        var batch = new List<Sample>();
        while (_queue.TryDequeue(out var sample))
        {
            batch.Add(sample);
            if (batch.Count == 500)
                Insert(batch);
        }

        if (batch.Count > 0)
            Insert(batch);
    }

    private void Insert(List<Sample> batch)
    {
        try
        {
            _table.Insert(batch);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "{Count} samples refused by the table", batch.Count);
        }
        finally
        {
            batch.Clear();
        }
    }
}
