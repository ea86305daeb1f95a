using System.Collections.Concurrent;

namespace Metrics.Push;

public sealed class Counters
{
    private readonly ConcurrentDictionary<string, long> _values = new();

    public void Add(string name, long value = 1) => _values.AddOrUpdate(name, value, (_, old) => old + value);

    public Dictionary<string, long> Drain()
    {
        var drained = new Dictionary<string, long>();
        foreach (var name in _values.Keys)
        {
            if (_values.TryRemove(name, out var value))
                drained[name] = value;
        }

        return drained;
    }
}

public sealed class MetricsFlusher : BackgroundService
{
    private readonly Counters _counters;
    private readonly HttpClient _gateway;
    private readonly ILogger<MetricsFlusher> _logger;

    public MetricsFlusher(Counters counters, IHttpClientFactory factory, ILogger<MetricsFlusher> logger)
    {
        _counters = counters;
        _gateway = factory.CreateClient("metrics");
        _logger = logger;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // the last values, as long as the host allows
        await PushAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(15));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await PushAsync(stoppingToken);
    }

    private async Task PushAsync(CancellationToken cancellationToken)
    {
        var values = _counters.Drain();
        if (values.Count == 0)
            return;

        try
        {
            using var response = await _gateway.PostAsJsonAsync("push", values, cancellationToken);
            response.EnsureSuccessStatusCode();
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException)
        {
            foreach (var (name, value) in values)
                _counters.Add(name, value);

            _logger.LogWarning("Metrics were not pushed: {Message}", ex.Message);
        }
    }
}
