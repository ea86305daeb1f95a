namespace Vending.Snacks;

public interface ICoinSlot
{
    int ReadCoin();
}

public class CoinCounter
{
    private readonly ICoinSlot _slot;
    private long _cents;

    public CoinCounter(ICoinSlot slot) => _slot = slot;

    public long Cents => Interlocked.Read(ref _cents);

    public CoinCounter Begin()
    {
        new Thread(Count) //! HAZARD coins SHUT509
        {
            Name = "coins",
        }.Start(); //! HAZARD coins SHUT509
        return this;
    }

    private void Count() //! HAZARD coins SHUT509 SHUT101
    {
        do //! HAZARD coins SHUT509 SHUT101
        {
            try
            {
                Interlocked.Add(ref _cents, _slot.ReadCoin());
            }
            catch (TimeoutException)
            {
                Thread.Sleep(1000); //! HAZARD coins SHUT509 SHUT101 SHUT102
            }
        }
        while (true); //! HAZARD coins SHUT509 SHUT101
    }
}

public static class SnackMachine
{
    public static IServiceCollection AddCoins<TSlot>(this IServiceCollection services) where TSlot : class, ICoinSlot
        => services.AddSingleton<ICoinSlot, TSlot>().AddSingleton(sp => new CoinCounter(sp.GetRequiredService<ICoinSlot>()).Begin());

    public static void MapCoins(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/cents", (CoinCounter counter) => counter.Cents);
}
