namespace ShopApi;

/// <summary>Prices as they change.</summary>
public sealed class Prices
{
    public bool TryNext(out decimal price)
    {
        price = Random.Shared.Next(100);
        return price > 90;
    }
}
