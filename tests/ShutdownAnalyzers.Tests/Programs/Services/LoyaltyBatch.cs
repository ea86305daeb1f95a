using System.Data;
using System.Data.Common;

namespace Retail.Loyalty;

public sealed record Purchase(long Customer, decimal Total);

public interface IPurchaseStream
{
    IAsyncEnumerable<Purchase> ReadAsync(CancellationToken ct);
}

internal sealed class PointsBatch : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly CancellationToken _token;

    private PointsBatch(DbConnection connection, DbTransaction transaction, CancellationToken token)
        => (_connection, _transaction, _token) = (connection, transaction, token);

    public int Count { get; private set; }

    public static async Task<PointsBatch> BeginAsync(DbDataSource source, CancellationToken token)
    {
        var connection = await source.OpenConnectionAsync(token);
        return new PointsBatch(connection, await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, token), token);
    }

    public async Task AddAsync(Purchase purchase)
    {
        await using var command = _connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = $"update loyalty set points = points + {(int)purchase.Total} where customer = {purchase.Customer}";
        Count += await command.ExecuteNonQueryAsync();
    }

    public Task CommitAsync() => _transaction.CommitAsync(_token); //! HAZARD commit SHUT108

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}

public sealed class LoyaltyBatch(DbDataSource source, IPurchaseStream purchases, ILogger<LoyaltyBatch> logger) : BackgroundService
{
    private const int Size = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await using var batch = await PointsBatch.BeginAsync(source, stoppingToken);
            try
            {
                await foreach (var purchase in purchases.ReadAsync(stoppingToken))
                {
                    await batch.AddAsync(purchase);
                    if (batch.Count >= Size) break;
                }

                await batch.CommitAsync();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                logger.LogInformation("Saving an incomplete batch of {Count}", batch.Count);
                await batch.CommitAsync(); //! HAZARD commit SHUT108
                return;
            }
        }
    }
}

public interface IVoucherPress
{
    Task<long> OpenAsync(CancellationToken ct);
    Task PrintDueAsync(long session, int lane, CancellationToken ct);
    Task CloseAsync(long session);
}

public sealed class VoucherPrinting(IVoucherPress press) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var session = await press.OpenAsync(stoppingToken);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(Lane)); //! HAZARD press SHUT107
        await press.CloseAsync(session); //! HAZARD press SHUT107

        async Task Lane(int lane)
        {
            while (!stoppingToken.IsCancellationRequested) //! HAZARD press SHUT107
            {
                await press.PrintDueAsync(session, lane, stoppingToken); //! HAZARD press SHUT107
                await Task.Delay(TimeSpan.FromSeconds(10), stoppingToken); //! HAZARD press SHUT107
            }
        }
    }
}
