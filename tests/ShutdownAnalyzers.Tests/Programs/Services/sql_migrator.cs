using System.Data;
using System.Data.Common;

namespace Ledger.Migrations;

public interface IConnectionFactory
{
    Task<DbConnection> OpenAsync(CancellationToken ct);
}

public sealed record Migration(int Version, string Sql);

/// <summary>Runs before the server listens; the start waits for it on purpose.</summary>
public sealed class Migrator(IConnectionFactory connections, IReadOnlyList<Migration> migrations, ILogger<Migrator> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenWithRetryAsync(cancellationToken);
        var version = await VersionAsync(connection, cancellationToken);
        foreach (var migration in migrations.Where(m => m.Version > version).OrderBy(m => m.Version))
        {
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
            await ExecuteAsync(connection, transaction, migration.Sql, cancellationToken);
            await ExecuteAsync(connection, transaction, $"update schema_version set version = {migration.Version}", cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
            logger.LogInformation("Migrated to {Version}", migration.Version);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<DbConnection> OpenWithRetryAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await connections.OpenAsync(cancellationToken);
            }
            catch (DbException ex) when (attempt < 10)
            {
                logger.LogWarning("The database is not ready ({Message})", ex.Message);
                await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
            }
        }
    }

    private static async Task<int> VersionAsync(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select version from schema_version";
        return Convert.ToInt32(await command.ExecuteScalarAsync(ct));
    }

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction transaction, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }
}
