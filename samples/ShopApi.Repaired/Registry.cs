namespace ShopApi;

/// <summary>Stands in for a service registry.</summary>
public sealed class Registry
{
    public async Task SignOffAsync()
    {
        await Task.Delay(300);
        Console.WriteLine("Signed off");
    }
}
