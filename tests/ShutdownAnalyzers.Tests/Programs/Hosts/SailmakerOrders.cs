namespace Sailmaker.Orders;

public sealed record SailOrder(int Id, string Boat, double SquareMetres)
{
    public bool Urgent { get; init; }
}

public interface IOrderTable
{
    IAsyncEnumerable<SailOrder> OpenAsync(CancellationToken ct);
    Task SaveAsync(IReadOnlyCollection<SailOrder> orders, CancellationToken ct);
    Task ReleaseLockAsync(string owner, CancellationToken ct);
}

public interface ICutter
{
    Task CutAsync(SailOrder order, CancellationToken ct);
}

public class CuttingService : IHostedService, IDisposable
{
    private readonly IOrderTable _orders;
    private readonly ICutter _cutter;
    private readonly ILogger<CuttingService> _logger;
    private readonly CancellationTokenSource _cts = new();
    private readonly List<SailOrder> _done = [];
    private Task _cutting = Task.CompletedTask;

    public CuttingService(IOrderTable orders, ICutter cutter, ILogger<CuttingService> logger)
    {
        _orders = orders;
        _cutter = cutter;
        _logger = logger;
    }

    private CancellationToken Stopping => _cts.Token;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _cutting = Task.Run(CutAllAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _cts.CancelAsync();
        await Task.WhenAny(_cutting, Task.Delay(Timeout.Infinite, cancellationToken));

        if (_done.Count > 0)
            await _orders.SaveAsync(_done, Stopping); //! HAZARD save SHUT108

        await _orders.ReleaseLockAsync(Environment.MachineName, cancellationToken);
    }

    private async Task CutAllAsync()
    {
        while (!Stopping.IsCancellationRequested)
        {
            await foreach (var order in _orders.OpenAsync(Stopping))
            {
                await _cutter.CutAsync(order, Stopping);
                _done.Add(order);
                _logger.LogInformation("Sail for {Boat} is cut", order.Boat);
            }

            await Task.Delay(TimeSpan.FromMinutes(5), Stopping);
        }
    }

    public void Dispose()
    {
        _cts.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class UrgentOrders(IOrderTable orders, HttpClient phone, ILogger<UrgentOrders> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var order in orders.OpenAsync(stoppingToken))
                {
                    if (order.Urgent)
                        await phone.PostAsJsonAsync("calls", order, stoppingToken);
                }

                await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
            }
            catch (Exception ex) when (ex is not OperationCanceledException) //! HAZARD escape SHUT106
            {
                logger.LogError(ex, "Nobody was called");
                await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
            }
        }
    }
}
