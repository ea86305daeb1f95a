namespace Bank.TwoDoors;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        var publicBuilder = WebApplication.CreateBuilder(args);
        publicBuilder.Services.AddHealthChecks();
        publicBuilder.Services.AddSingleton<Vault>();
        await using var front = publicBuilder.Build();
        front.MapHealthChecks("/healthz");
        front.MapGet("/balance/{account}", (string account, Vault vault) => vault.Balance(account));

        await using var back = BuildBackDoor(args, front.Services.GetRequiredService<Vault>());

        _ = back.RunAsync(); //! HAZARD back SHUT307
        await front.RunAsync();
    }

    private static WebApplication BuildBackDoor(string[] args, Vault vault)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.UseUrls("http://127.0.0.1:9099");
        builder.Services.AddRouting();
        var app = builder.Build();

        var admin = app.MapGroup("/admin");
        admin.MapPut("/balance/{account}", (string account, decimal amount) =>
        {
            vault.Set(account, amount);
            return Results.NoContent();
        });
        admin.MapGet("/accounts", () => vault.Accounts);
        return app;
    }
}

internal sealed class Vault
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, decimal> _balances = new();

    public IEnumerable<string> Accounts => _balances.Keys;

    public decimal Balance(string account) => _balances.GetValueOrDefault(account);

    public void Set(string account, decimal amount) => _balances[account] = amount;
}
