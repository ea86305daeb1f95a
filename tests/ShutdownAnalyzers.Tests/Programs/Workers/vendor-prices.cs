namespace Purchasing.Vendors;

public interface IVendorBook
{
    Task PutAsync(string vendor, decimal price, CancellationToken cancellationToken);
}

internal sealed class VendorClient(HttpClient http)
{
    public async Task<decimal?> PriceAsync(string vendor, CancellationToken ct)
    {
        try
        {
            return await http.GetFromJsonAsync<decimal>($"vendors/{vendor}/price", ct);
        }
        catch (OperationCanceledException e) when (e.InnerException is TimeoutException)
        {
            return null;
        }
    }
}

internal sealed class VendorPrices(VendorClient client, IVendorBook book, ILogger<VendorPrices> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string[] vendors = ["acme", "globex", "initech"];
        for (var i = 0; ; i = (i + 1) % vendors.Length)
        {
            try
            {
                if (await client.PriceAsync(vendors[i], stoppingToken) is { } price)
                    await book.PutAsync(vendors[i], price, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "{Vendor} has no price", vendors[i]);
            }

            await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
        }
    }
}
