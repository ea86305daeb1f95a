using System.Collections.Concurrent;

namespace Bank.StandingOrders;

public sealed record StandingOrder(long Id, string From, string To, decimal Amount, DayOfWeek Day);

public interface IOrderBook
{
    Task<IReadOnlyList<StandingOrder>> DueAsync(DayOfWeek day);
    Task<bool> TransferAsync(StandingOrder order);
}

public sealed class StandingOrders(IOrderBook book, ILogger<StandingOrders> logger) : BackgroundService
{
    private readonly ConcurrentBag<long> _failed = [];
    private readonly PeriodicTimer _morning = new(TimeSpan.FromHours(24));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD detached SHUT204
    {
        logger.LogInformation("Standing orders are scheduled");

        _ = Task.Run(async () => //! HAZARD detached SHUT204
        {
            await foreach (var day in DaysAsync(stoppingToken))
                await PayAsync(day, stoppingToken);
        }, CancellationToken.None);

        return Task.CompletedTask; //! HAZARD detached SHUT204
    }

    private async IAsyncEnumerable<DayOfWeek> DaysAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        yield return DateTime.Today.DayOfWeek;
        while (await _morning.WaitForNextTickAsync(ct))
            yield return DateTime.Today.DayOfWeek;
    }

    private async Task PayAsync(DayOfWeek day, CancellationToken ct)
    {
        var due = await book.DueAsync(day);
        var paid = 0;
        foreach (var order in due)
        {
            if (ct.IsCancellationRequested) break;
            if (await book.TransferAsync(order)) paid++;
            else _failed.Add(order.Id);
        }

        logger.LogInformation("{Paid} of {Due} orders paid, {Failed} failed so far", paid, due.Count, _failed.Count);
    }

    public override void Dispose()
    {
        _morning.Dispose();
        base.Dispose();
    }
}

public interface ILimitTable
{
    void Set(string country, decimal limit);
}

public sealed class TransferLimits(HttpClient http, ILimitTable table, ILogger<TransferLimits> logger) : BackgroundService
{
    private static readonly string[] Countries = ["de", "fr", "pl"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var round = 0; !stoppingToken.IsCancellationRequested; round++)
        {
            var country = Countries[round % Countries.Length];
            try
            {
                table.Set(country, await http.GetFromJsonAsync<decimal>($"limits/{country}", stoppingToken)); //! HAZARD limits SHUT105
                await Task.Delay(TimeSpan.FromMinutes(2), stoppingToken);
            }
            catch (OperationCanceledException) //! HAZARD limits SHUT105
            {
                break; //! HAZARD limits SHUT105
            }
            catch (HttpRequestException ex)
            {
                logger.LogWarning(ex, "Limit of {Country} is not known", country);
                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
            }
        }
    }
}
