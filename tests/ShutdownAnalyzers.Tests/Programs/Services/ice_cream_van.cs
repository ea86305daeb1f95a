using System.Collections.Concurrent;

namespace Street.IceCream;

public sealed record Sale(string Flavour, decimal Price);

public interface ILedger
{
    void Book(IReadOnlyCollection<Sale> sales);
}

/// <summary>Scoped: one per request. The registration ends with the scope.</summary>
public sealed class SaleUnit : IDisposable
{
    private readonly List<Sale> _sales = [];
    private readonly ILedger _ledger;
    private readonly CancellationTokenRegistration _closing;

    public SaleUnit(ILedger ledger, IHostApplicationLifetime lifetime)
    {
        _ledger = ledger;
        _closing = lifetime.ApplicationStopping.Register(Book);
    }

    public void Add(Sale sale)
    {
        lock (_sales)
            _sales.Add(sale);
    }

    public void Book()
    {
        lock (_sales)
        {
            _ledger.Book([.. _sales]);
            _sales.Clear();
        }
    }

    public void Dispose() => _closing.Unregister();
}

public sealed class DayLedger : ILedger
{
    private readonly ConcurrentBag<Sale> _day = [];

    public decimal Total => _day.Sum(s => s.Price);

    public void Book(IReadOnlyCollection<Sale> sales)
    {
        foreach (var sale in sales)
            _day.Add(sale);
    }
}

public static class VanModule
{
    public static IServiceCollection AddVan(this IServiceCollection services)
    {
        services.AddSingleton<DayLedger>().AddSingleton<ILedger>(sp => sp.GetRequiredService<DayLedger>());
        return services.AddScoped<SaleUnit>();
    }

    public static void MapVan(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sales", (Sale[] sales, SaleUnit unit) =>
        {
            foreach (var sale in sales) unit.Add(sale);
            unit.Book();
            return Results.NoContent();
        });
        routes.MapGet("/total", (DayLedger day) => day.Total);
    }
}
