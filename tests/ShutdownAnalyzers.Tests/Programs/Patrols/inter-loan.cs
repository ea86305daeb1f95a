namespace Library.InterLoan;

public sealed record LoanRequest(string Isbn, string From, string To);

public interface ILoanNetwork
{
    Task<IReadOnlyList<LoanRequest>> PullAsync(CancellationToken cancellationToken);
    Task AnswerAsync(LoanRequest request, bool granted);
}

public interface IStock
{
    bool TryReserve(string isbn);
}

public sealed class LoanExchange : IHostedService
{
    private readonly ILoanNetwork _network;
    private readonly IStock _stock;
    private readonly ILogger<LoanExchange> _logger;
    private CancellationTokenSource? _stop;
    private Task _exchange = Task.CompletedTask;

    public LoanExchange(ILoanNetwork network, IStock stock, ILogger<LoanExchange> logger)
    {
        _network = network;
        _stock = stock;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _stop = stop;
        _exchange = Task.Run(() => ExchangeAsync(stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _stop, null) is not { } stop)
            return;

        await stop.CancelAsync();
        await _exchange.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (!_exchange.IsCompleted)
        {
            _logger.LogWarning("The loan network still waits for an answer");
            return;
        }

        stop.Dispose();
        _logger.LogInformation("Loan exchange closed");
    }

    private async Task ExchangeAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                foreach (var request in await _network.PullAsync(stop))
                    await _network.AnswerAsync(request, _stock.TryReserve(request.Isbn));

                await Task.Delay(TimeSpan.FromSeconds(20), stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception ex)
            {
                _logger.LogWarning(ex, "Loan network failed");
                await Task.Delay(TimeSpan.FromMinutes(1), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}

public static class InterLoanServices
{
    public static IServiceCollection AddInterLoan<TNetwork, TStock>(this IServiceCollection services)
        where TNetwork : class, ILoanNetwork
        where TStock : class, IStock
    {
        services.AddSingleton<ILoanNetwork, TNetwork>();
        services.AddSingleton<IStock, TStock>();
        services.AddHostedService<LoanExchange>();
        return services;
    }
}
