namespace Couriers.Dispatch;

public sealed record Errand(int Id, string From, string To);

public interface IErrandBoard
{
    bool TryNext(out Errand errand);
    void Assign(Errand errand, string courier);
}

public interface ICouriers
{
    string? Nearest(string street);
}

public sealed class Dispatcher : IHostedService, IDisposable
{
    private readonly IErrandBoard _board;
    private readonly ICouriers _couriers;
    private readonly ILogger<Dispatcher> _logger;
    private readonly CancellationTokenSource _cts = new();
    private Task? _dispatching;
    private Task? _reporting;
    private int _assigned;

    public Dispatcher(IErrandBoard board, ICouriers couriers, ILogger<Dispatcher> logger)
    {
        _board = board;
        _couriers = couriers;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _dispatching = Task.Run(DispatchAsync, _cts.Token); //! HAZARD dispatch SHUT111 SHUT101 SHUT102
        _reporting = Task.Run(() => ReportAsync(_cts.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _cts.CancelAsync();
        var all = Task.WhenAll(_dispatching ?? Task.CompletedTask, _reporting ?? Task.CompletedTask);
        await Task.WhenAny(all, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    private async Task DispatchAsync() //! HAZARD dispatch SHUT111 SHUT101 SHUT102
    {
        while (true) //! HAZARD dispatch SHUT111 SHUT101 SHUT102
        {
            while (_board.TryNext(out var errand))
                AssignOne(errand);

            await Task.Delay(TimeSpan.FromSeconds(5)); //! HAZARD dispatch SHUT111 SHUT101 SHUT102
        }
    }

    private void AssignOne(Errand errand)
    {
        if (_couriers.Nearest(errand.From) is not { } courier)
        {
            _logger.LogWarning("Nobody near {Street}", errand.From);
            return;
        }

        _board.Assign(errand, courier);
        Interlocked.Increment(ref _assigned);
    }

    private async Task ReportAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(15));
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
                _logger.LogInformation("{Count} errands", Interlocked.Exchange(ref _assigned, 0));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            _logger.LogInformation("{Count} errands since the last report", _assigned);
        }
    }

    public void Dispose() => _cts.Dispose();
}
