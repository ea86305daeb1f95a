namespace Accounts.Migrations;

public interface IMigration
{
    int Version { get; }
    Task ApplyAsync(CancellationToken cancellationToken);
}

public interface IVersionTable
{
    Task<int> CurrentAsync(CancellationToken cancellationToken);
    Task SetAsync(int version, CancellationToken cancellationToken);
}

public sealed class MigrationRunner(IVersionTable table, IEnumerable<IMigration> migrations, ILogger<MigrationRunner> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var current = await Task.Run(() => ConnectAsync(cancellationToken), cancellationToken);

        foreach (var migration in migrations.Where(m => m.Version > current).OrderBy(m => m.Version))
        {
            logger.LogInformation("Applying {Version}", migration.Version);
            await migration.ApplyAsync(cancellationToken);
            await table.SetAsync(migration.Version, CancellationToken.None);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<int> ConnectAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await table.CurrentAsync(cancellationToken);
            }
            catch (TimeoutException) when (attempt < 10)
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), cancellationToken);
            }
        }
    }
}
