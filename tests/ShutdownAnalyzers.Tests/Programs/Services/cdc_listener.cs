using Npgsql;

namespace Data.Cdc;

public interface ICacheInvalidation
{
    void Drop(string table, string key);
}

public abstract class ConnectedService<TConnection> : BackgroundService where TConnection : IAsyncDisposable
{
    private readonly ILogger _logger;

    protected ConnectedService(ILogger logger) => _logger = logger;

    protected abstract ValueTask<TConnection> ConnectAsync(CancellationToken ct);
    protected abstract Task UseAsync(TConnection connection, CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = 1; ; pause = Math.Min(pause * 2, 60))
        {
            try
            {
                await using var connection = await ConnectAsync(stoppingToken);
                pause = 1;
                await UseAsync(connection, stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                _logger.LogWarning(ex, "Connection lost, next try in {Pause} s", pause);
            }

            await Task.Delay(TimeSpan.FromSeconds(pause), stoppingToken);
        }
    }
}

public sealed class CdcListener(IConfiguration configuration, ICacheInvalidation cache, ILogger<CdcListener> logger) : ConnectedService<NpgsqlConnection>(logger)
{
    protected override async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(configuration.GetConnectionString("main"));
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    protected override async Task UseAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        connection.Notification += OnNotification;
        try
        {
            await using (var listen = new NpgsqlCommand("listen changes", connection))
                await listen.ExecuteNonQueryAsync(ct);

            while (!ct.IsCancellationRequested)
                await connection.WaitAsync(ct);
        }
        finally
        {
            connection.Notification -= OnNotification;
        }
    }

    private void OnNotification(object sender, NpgsqlNotificationEventArgs e)
    {
        if (e.Payload.Split(':') is [var table, var key]) cache.Drop(table, key);
    }
}
