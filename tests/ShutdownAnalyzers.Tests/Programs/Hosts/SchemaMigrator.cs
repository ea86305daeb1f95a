namespace Data.Migrations;

public interface IDatabase
{
    Task<bool> PingAsync(CancellationToken cancellationToken);
    Task<IReadOnlyList<string>> AppliedAsync(CancellationToken cancellationToken);
    Task ApplyAsync(string script, CancellationToken cancellationToken);
}

public sealed record MigrationOptions(string Folder, int Attempts = 12);

public sealed class SchemaMigrator(IDatabase database, MigrationOptions options, ILogger<SchemaMigrator> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await database.PingAsync(cancellationToken); attempt++)
        {
            if (attempt >= options.Attempts)
                throw new TimeoutException("The database did not come up");

            await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken);
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var applied = (await database.AppliedAsync(cancellationToken)).ToHashSet();
        var scripts = await Task.Run(
            () => Directory.GetFiles(options.Folder, "*.sql").Order(StringComparer.Ordinal).ToArray(), cancellationToken);

        foreach (var script in scripts)
        {
            if (!applied.Add(Path.GetFileNameWithoutExtension(script)))
                continue;

            logger.LogInformation("Applying {Script}", script);
            await database.ApplyAsync(await File.ReadAllTextAsync(script, cancellationToken), cancellationToken);
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
