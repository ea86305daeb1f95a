namespace Auth.Vault;

public sealed record Secret(string Name, string Value, DateTimeOffset Expires);

public interface IVaultApi
{
    Task<Secret> ReadAsync(string name, CancellationToken ct);
    Task RevokeAsync(string name, CancellationToken ct);
}

public static class StopExtensions
{
    extension(CancellationToken token)
    {
        public bool Stops => token.IsCancellationRequested;

        public async Task<bool> SleepAsync(TimeSpan time)
        {
            await Task.Delay(time, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return !token.IsCancellationRequested;
        }
    }
}

public sealed class SecretRenewer(IVaultApi vault, ILogger<SecretRenewer> logger) : BackgroundService
{
    private static readonly string[] Names = ["db", "smtp"];

    public Secret[] Current { get; private set => Interlocked.Exchange(ref field, value); } = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do
        {
            await RenewAsync(stoppingToken);
        }
        while (await stoppingToken.SleepAsync(NextRound()));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        foreach (var secret in Current)
            await vault.RevokeAsync(secret.Name, limit.Token);
    }

    private TimeSpan NextRound()
    {
        var earliest = Current.Select(s => s.Expires).DefaultIfEmpty(DateTimeOffset.UtcNow.AddMinutes(1)).Min();
        var wait = (earliest - DateTimeOffset.UtcNow) / 2;
        return wait > TimeSpan.FromSeconds(10) ? wait : TimeSpan.FromSeconds(10);
    }

    private async Task RenewAsync(CancellationToken stop)
    {
        try
        {
            Current = await Task.WhenAll(Names.Select(n => vault.ReadAsync(n, stop)));
        }
        catch (Exception ex)
        {
            if (!stop.Stops) logger.LogError(ex, "Secrets could not be renewed");
        }
    }
}
