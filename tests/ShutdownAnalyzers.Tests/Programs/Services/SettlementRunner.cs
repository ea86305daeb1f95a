namespace Broker.Settlement;

public sealed record Trade(string Isin, int Quantity, decimal Price);

public interface ISettlementApi
{
    Task<IReadOnlyList<Trade>> OpenTradesAsync(CancellationToken ct);
    Task SettleAsync(Trade trade);
}

public sealed class SettlementRunner : IHostedService, IDisposable
{
    private readonly ISettlementApi _api;
    private readonly ILogger<SettlementRunner> _logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private int _settled;

    public SettlementRunner(ISettlementApi api, ILogger<SettlementRunner> logger) => (_api, _logger) = (api, logger);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = LoopAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        _logger.LogInformation("Waiting for the trade in hand");
        await FinishedWithin(cancellationToken); //! HAZARD throws SHUT211
        _logger.LogInformation("{Count} trades settled", _settled);
    }

    public void Dispose() => _stop.Dispose();

    private Task FinishedWithin(CancellationToken deadline) => _loop.WaitAsync(deadline); //! HAZARD throws SHUT211

    private async Task LoopAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                foreach (var trade in await _api.OpenTradesAsync(_stop.Token))
                {
                    if (_stop.IsCancellationRequested) break;
                    await _api.SettleAsync(trade);
                    _settled++;
                }

                await Task.Delay(TimeSpan.FromSeconds(30), _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _logger.LogDebug("Settlement loop left");
        }
    }
}
