using System.Net;

namespace Purchasing.Suppliers;

public sealed record Offer(string Supplier, decimal Price);

/// <summary>Asks the supplier, four times at most, with growing pauses.</summary>
public sealed class SupplierGateway
{
    private readonly HttpClient _http;
    private readonly ILogger<SupplierGateway> _logger;

    public SupplierGateway(HttpClient http, ILogger<SupplierGateway> logger)
    {
        _http = http;
        _logger = logger;
    }

    public async Task<Offer?> AskAsync(string supplier, string article, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(200);
        for (var attempt = 1; ; attempt++)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(4));
            try
            {
                using var response = await _http.GetAsync($"{supplier}/offers/{article}", limit.Token);
                if (response.StatusCode == HttpStatusCode.NotFound)
                    return null;

                response.EnsureSuccessStatusCode();
                return await response.Content.ReadFromJsonAsync<Offer>(limit.Token);
            }
            catch (Exception ex) when (attempt < 4 && IsTransient(ex) && !cancellationToken.IsCancellationRequested)
            {
                _logger.LogWarning("Attempt {Attempt} at {Supplier} failed: {Message}", attempt, supplier, ex.Message);
            }

            await Task.Delay(pause, cancellationToken);
            pause *= 2;
        }
    }

    private static bool IsTransient(Exception exception)
        => exception is HttpRequestException or OperationCanceledException or IOException;
}

public static class SupplierModule
{
    public static void MapSuppliers(this WebApplication app)
        => app.MapGet("/offers/{article}", async (string article, string supplier, SupplierGateway gateway, CancellationToken ct)
            => await gateway.AskAsync(supplier, article, ct) is { } offer ? Results.Ok(offer) : Results.NotFound());

    public static void AddSuppliers(this IServiceCollection services)
        => services.AddHttpClient<SupplierGateway>(http => http.Timeout = TimeSpan.FromSeconds(20));
}
