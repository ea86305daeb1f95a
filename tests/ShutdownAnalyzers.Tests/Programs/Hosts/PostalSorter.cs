using System.Collections.Concurrent;

namespace Post.Sorting;

public sealed record Parcel(string Code, string Postcode, int Grams);

public interface IChute
{
    void Drop(Parcel parcel, int chute);
}

public interface IBelt
{
    Parcel? Scan();
}

internal sealed class ParcelQueue : IDisposable
{
    private readonly BlockingCollection<Parcel> _parcels = new(new ConcurrentQueue<Parcel>(), 1000); //! HAZARD take SHUT102 SHUT101 SHUT601

    public void Put(Parcel parcel, CancellationToken ct) => _parcels.Add(parcel, ct);

    public Parcel Next() => _parcels.Take(); //! HAZARD take SHUT102 SHUT101 SHUT601

    public void Close() => _parcels.CompleteAdding();

    public void Dispose() => _parcels.Dispose();
}

internal sealed class Sorter(ParcelQueue queue, IChute chute, ILogger<Sorter> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.Factory.StartNew(() => Sort(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Sort(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested) //! HAZARD take SHUT102 SHUT101 SHUT601
        {
            var parcel = queue.Next(); //! HAZARD take SHUT102 SHUT101 SHUT601
            var number = parcel.Postcode.Length > 0 ? parcel.Postcode[0] - '0' : 9;
            chute.Drop(parcel, number);
            logger.LogTrace("{Code} to {Chute}", parcel.Code, number);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        logger.LogInformation("Sorter is empty");
    }
}

internal sealed class Scanner : IHostedService, IDisposable
{
    private readonly ParcelQueue _queue;
    private readonly IBelt _belt;
    private readonly ILogger<Scanner> _logger;
    private readonly ManualResetEventSlim _wake = new(false);
    private readonly CancellationTokenSource _stop = new();
    private Thread? _thread;

    public Scanner(ParcelQueue queue, IBelt belt, ILogger<Scanner> logger)
    {
        _queue = queue;
        _belt = belt;
        _logger = logger;
    }

    public void Wake() => _wake.Set();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(() => Scan(_stop.Token)) { IsBackground = true, Name = "scanner" };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        if (_thread?.Join(TimeSpan.FromSeconds(5)) is false)
            _logger.LogWarning("Scanner did not stop in time");

        return Task.CompletedTask;
    }

    private void Scan(CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested)
            {
                while (_belt.Scan() is { } parcel)
                    _queue.Put(parcel, ct);

                _wake.Wait(); //! HAZARD wake SHUT102
                _wake.Reset();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            _logger.LogDebug("Scanner stops with a full queue");
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _wake.Dispose();
    }
}
