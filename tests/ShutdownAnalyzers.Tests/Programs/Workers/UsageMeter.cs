namespace Saas.Usage;

public interface IUsageSink
{
    void Flush(IReadOnlyDictionary<string, long> counters);
}

public sealed class UsageMeter : IHostedService, IAsyncDisposable
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, long> _counters = new();
    private readonly IUsageSink _sink;
    private Timer? _timer;

    public UsageMeter(IUsageSink sink) => _sink = sink;

    public void Count(string tenant) => _counters.AddOrUpdate(tenant, 1, static (_, n) => n + 1);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var due = TimeSpan.FromSeconds(30);
        _timer = new Timer(_ => Tick(), null, due, due);

        void Tick() //! HAZARD tick SHUT206
        {
            if (cancellationToken.IsCancellationRequested) return; //! HAZARD tick SHUT206
            var copy = _counters.ToArray().ToDictionary();
            _counters.Clear();

            var attempts = 0;
            while (!TryFlush(copy) && !cancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(2 << Math.Min(attempts++, 4)))) //! HAZARD tick SHUT206 SHUT102 SHUT101
            {
                Console.Error.WriteLine($"usage not flushed, attempt {attempts}");
            }
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is not null)
            await _timer.DisposeAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        TryFlush(_counters.ToArray().ToDictionary());
    }

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? default;

    private bool TryFlush(IReadOnlyDictionary<string, long> counters)
    {
        try
        {
            _sink.Flush(counters);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
