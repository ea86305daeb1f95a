namespace Casino.Floor;

public interface ITable
{
    int Number { get; }
    Task DealAsync(CancellationToken ct);
    Task PayOutAsync(CancellationToken ct);
}

internal sealed class TableRunner : IAsyncDisposable
{
    private readonly ITable _table;
    private readonly CancellationTokenSource _lastHand;
    private readonly Task _dealing;

    public TableRunner(ITable table, CancellationToken houseCloses)
    {
        _table = table;
        _lastHand = CancellationTokenSource.CreateLinkedTokenSource(houseCloses);
        _dealing = Task.Run(DealAsync);
    }

    public int Table => _table.Number;

    public bool Finished => _dealing.IsCompleted;

    public async ValueTask DisposeAsync()
    {
        _lastHand.Cancel();
        try
        {
            await _dealing.WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (TimeoutException)
        {
            // the pay-out has its own limit
        }
        finally
        {
            _lastHand.Dispose();
        }
    }

    private async Task DealAsync()
    {
        var token = _lastHand.Token;
        while (!token.IsCancellationRequested)
            await _table.DealAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        using var payOut = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        await _table.PayOutAsync(payOut.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

public sealed class CasinoFloor(IEnumerable<ITable> tables, ILogger<CasinoFloor> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var runners = tables.Select(t => new TableRunner(t, stoppingToken)).ToList();
        try
        {
            using var round = new PeriodicTimer(TimeSpan.FromMinutes(1));
            while (await round.WaitForNextTickAsync(stoppingToken))
                logger.LogInformation("Open tables: {Tables}", runners.Where(r => !r.Finished).Select(r => r.Table));
        }
        finally
        {
            await Task.WhenAll(runners.Select(r => r.DisposeAsync().AsTask()));
        }
    }
}
