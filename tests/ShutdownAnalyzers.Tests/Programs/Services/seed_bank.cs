namespace Botany.SeedBank;

public interface ISeedVault
{
    Task<bool> ReachableAsync(CancellationToken ct);
    IAsyncEnumerable<string> MissingAsync(CancellationToken ct);
    Task ImportAsync(string species, CancellationToken ct);
}

/// <summary>Runs to its end before the host is up; nothing of it goes on afterwards.</summary>
public sealed class SeedImport(ISeedVault vault, IHostApplicationLifetime lifetime, ILogger<SeedImport> logger) : IHostedService
{
    private const int Attempts = 10;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await WaitForVaultAsync(cancellationToken))
        {
            Environment.ExitCode = 3;
            lifetime.StopApplication();
            return;
        }

        var imported = await Task.Run(() => ImportAsync(cancellationToken), cancellationToken);
        logger.LogInformation("{Count} species imported", imported);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> WaitForVaultAsync(CancellationToken ct)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await vault.ReachableAsync(ct))
                return true;

            logger.LogWarning("No vault, attempt {Attempt} of {Attempts}", attempt, Attempts);
            await Task.Delay(TimeSpan.FromSeconds(attempt), ct);
        }

        return false;
    }

    private async Task<int> ImportAsync(CancellationToken ct)
    {
        var count = 0;
        await Parallel.ForEachAsync(vault.MissingAsync(ct), ct, async (species, token) =>
        {
            await vault.ImportAsync(species, token);
            Interlocked.Increment(ref count);
        });
        return count;
    }
}

public sealed class CatalogueUpgrade(ISeedVault vault) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var species in vault.MissingAsync(stoppingToken))
            await vault.ImportAsync(species, stoppingToken);
    }
}
