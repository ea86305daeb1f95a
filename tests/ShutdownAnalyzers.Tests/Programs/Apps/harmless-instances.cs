using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

var builder = WebApplication.CreateBuilder(args);
var services = builder.Services;

services.AddSingleton(new HttpClient { BaseAddress = new Uri("http://prices.local/") });
services.AddSingleton(new CancellationTokenSource());
services.AddSingleton(TimeProvider.System);
services.AddSingleton(Options.Create(new ShopOptions { Currency = "EUR" }));
services.AddSingleton<IPriceRounding>(new Rounding(2));
services.AddKeyedSingleton("template", new MemoryStream("hello"u8.ToArray(), writable: false));
services.TryAddSingleton(new ConcurrentDictionary<string, decimal>(StringComparer.Ordinal));
services.Add(ServiceDescriptor.Singleton<Random>(Random.Shared));
services.Add(new ServiceDescriptor(typeof(Prices), static sp => ActivatorUtilities.CreateInstance<Prices>(sp), ServiceLifetime.Singleton));

var app = builder.Build();
app.MapGet("/prices/{article}", (string article, Prices prices, CancellationToken ct) => prices.GetAsync(article, ct));
app.Run();

internal sealed class ShopOptions
{
    public required string Currency { get; init; }
}

internal interface IPriceRounding
{
    decimal Round(decimal price);
}

internal sealed class Rounding(int digits) : IPriceRounding
{
    public decimal Round(decimal price) => Math.Round(price, digits);
}

internal sealed class Prices(HttpClient http, IPriceRounding rounding, ConcurrentDictionary<string, decimal> cache, IOptions<ShopOptions> options)
{
    public async Task<string> GetAsync(string article, CancellationToken ct)
    {
        if (!cache.TryGetValue(article, out var price))
            cache[article] = price = rounding.Round(await http.GetFromJsonAsync<decimal>($"articles/{article}", ct));

        return $"{price} {options.Value.Currency}";
    }
}
