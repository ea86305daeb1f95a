using Microsoft.Extensions.Caching.Memory;

namespace Currency.Api;

public interface IRateProvider
{
    Task<decimal> RateAsync(string from, string to, CancellationToken ct);
}

public sealed class EcbProvider(HttpClient http) : IRateProvider
{
    private sealed record Answer(decimal Rate);

    public async Task<decimal> RateAsync(string from, string to, CancellationToken ct)
    {
        var answer = await http.GetFromJsonAsync<Answer>($"rates/{from}/{to}", ct);
        return answer?.Rate ?? throw new InvalidDataException("The provider sent nothing");
    }
}

public static class CurrencyApi
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddMemoryCache(cache => cache.SizeLimit = 2_000);
        builder.Services.AddHttpClient<IRateProvider, EcbProvider>(http =>
        {
            http.BaseAddress = new Uri(builder.Configuration["Provider"] ?? "https://rates.example/");
            http.Timeout = TimeSpan.FromSeconds(5);
        });

        var app = builder.Build();
        app.MapGet("/convert/{amount:decimal}/{from}/{to}", ConvertAsync);
        app.Run();
    }

    private static async Task<IResult> ConvertAsync(
        decimal amount,
        string from,
        string to,
        IMemoryCache cache,
        IRateProvider provider,
        ILoggerFactory loggers,
        CancellationToken ct)
    {
        try
        {
            var rate = await cache.GetOrCreateAsync((from, to), entry =>
            {
                entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(10);
                entry.Size = 1;
                return provider.RateAsync(from, to, ct);
            });
            return Results.Ok(new { amount, from, to, result = decimal.Round(amount * rate, 2) });
        }
        catch (Exception ex) when (ex is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            loggers.CreateLogger("Currency").LogWarning(ex, "No rate for {From}{To}", from, to);
            return Results.StatusCode(StatusCodes.Status502BadGateway);
        }
    }
}
