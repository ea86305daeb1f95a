using System.Collections.Concurrent;

namespace Postal.Sorting;

public interface ISorter
{
    void Sort(string parcel);
}

public sealed class SortingTimer(ISorter sorter, ILogger<SortingTimer> logger) : IHostedService, IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _parcels = new();
    private Timer? _timer;

    public void Enqueue(string parcel) => _parcels.Enqueue(parcel);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(Drain, state: null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan); //! HAZARD drain SHUT101
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Change(Timeout.Infinite, Timeout.Infinite);
        return Task.CompletedTask;
    }

    private void Drain(object? state) //! HAZARD drain SHUT101
    {
        while (true) //! HAZARD drain SHUT101
        {
            if (!_parcels.TryDequeue(out var parcel))
            {
                Thread.Sleep(2_500); //! HAZARD drain SHUT101 SHUT102
                continue;
            }

            try
            {
                sorter.Sort(parcel);
            }
            catch (InvalidOperationException ex)
            {
                logger.LogWarning(ex, "{Parcel} goes to the manual belt", parcel);
            }
        }
    }

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask; //! HAZARD drain SHUT208 SHUT209 SHUT101
}
