namespace PostOffice.Counters;

public sealed record Letter(string From, string To, int Grams);

public interface IMailBags
{
    Task<Letter?> NextAsync(string counter, CancellationToken ct);
    Task SealAsync(string counter, CancellationToken ct);
}

public interface IFranking
{
    Task StampAsync(Letter letter, CancellationToken ct);
}

/// <summary>A start/stop pair around one loop; the host's deadline bounds the wait.</summary>
public sealed class LoopRunner(Func<CancellationToken, Task> loop) : IDisposable
{
    private readonly CancellationTokenSource _cts = new();
    private Task? _task;

    public void Start() => _task ??= Task.Run(() => loop(_cts.Token));

    public async Task<bool> StopAsync(CancellationToken deadline)
    {
        if (_task is null)
            return true;

        await _cts.CancelAsync();
        return await Task.WhenAny(_task, Task.Delay(Timeout.InfiniteTimeSpan, deadline)) == _task;
    }

    public void Dispose() => _cts.Dispose();
}

public sealed class CounterService : IHostedService, IDisposable
{
    private readonly IMailBags _bags;
    private readonly IFranking _franking;
    private readonly ILogger<CounterService> _logger;
    private readonly string _counter;
    private readonly LoopRunner _runner;

    public CounterService(IMailBags bags, IFranking franking, string counter, ILogger<CounterService> logger)
    {
        _bags = bags;
        _franking = franking;
        _counter = counter;
        _logger = logger;
        _runner = new LoopRunner(ServeAsync);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _runner.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!await _runner.StopAsync(cancellationToken))
            _logger.LogWarning("{Counter} is still serving", _counter);

        await _bags.SealAsync(_counter, cancellationToken);
    }

    private async Task ServeAsync(CancellationToken ct)
    {
        while (true)
        {
            switch (await _bags.NextAsync(_counter, ct))
            {
                case { Grams: <= 0 }:
                    continue;
                case { } letter:
                    await _franking.StampAsync(letter, ct);
                    continue;
                default:
                    await Task.Delay(TimeSpan.FromSeconds(10), ct);
                    continue;
            }
        }
    }

    public void Dispose() => _runner.Dispose();
}

public static class Counters
{
    public static IServiceCollection AddCounters(this IServiceCollection services, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            services.AddSingleton<IHostedService>(sp => ActivatorUtilities.CreateInstance<CounterService>(sp, name));
        }

        return services;
    }
}
