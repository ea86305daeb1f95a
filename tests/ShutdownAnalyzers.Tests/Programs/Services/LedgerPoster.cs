using System.Data.Common;

namespace Bank.Ledger;

public sealed record Posting(long Id, string Account, decimal Amount);

public interface IPostingSource
{
    Task<Posting?> DequeueAsync(CancellationToken ct);
}

public sealed class LedgerPoster(DbDataSource database, IPostingSource source, ILogger<LedgerPoster> logger) : BackgroundService
{
    private DbConnection? _connection;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _connection = await database.OpenConnectionAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var posting = await source.DequeueAsync(stoppingToken);
            if (posting is null)
                await Task.Delay(TimeSpan.FromSeconds(3), stoppingToken);
            else
                await PostAsync(posting);
        }
    }

    private async Task PostAsync(Posting posting)
    {
        await using var transaction = await _connection!.BeginTransactionAsync();
        await using var command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "insert into ledger(id, account, amount) values (@id, @account, @amount)";
        foreach (var (name, value) in new (string, object)[] { ("id", posting.Id), ("account", posting.Account), ("amount", posting.Amount) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("Ledger closes");
        await CloseAsync(); //! HAZARD early SHUT203
        await base.StopAsync(cancellationToken); //! HAZARD early SHUT203
    }

    private async ValueTask CloseAsync()
    {
        if (_connection is { } open)
            await open.DisposeAsync(); //! HAZARD early SHUT203
    }
}
