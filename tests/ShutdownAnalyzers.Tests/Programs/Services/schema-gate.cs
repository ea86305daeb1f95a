using System.Data.Common;

namespace Erp.Startup;

public interface ISchemaInfo
{
    Version Required { get; }
}

public sealed class SchemaGate : IHostedLifecycleService
{
    private readonly DbDataSource _database;
    private readonly ISchemaInfo _schema;
    private readonly ILogger<SchemaGate> _logger;

    public SchemaGate(DbDataSource database, ISchemaInfo schema, ILogger<SchemaGate> logger)
    {
        _database = database;
        _schema = schema;
        _logger = logger;
    }

    public async Task StartingAsync(CancellationToken cancellationToken) //! HAZARD gate SHUT207
    {
        for (var attempt = 1; ; attempt++) //! HAZARD gate SHUT207 SHUT101
        {
            var installed = await InstalledAsync();
            if (installed >= _schema.Required) return;

            _logger.LogInformation("Attempt {Attempt}: schema {Installed}, {Required} required", attempt, installed, _schema.Required);
            Thread.Sleep(TimeSpan.FromSeconds(5)); //! HAZARD gate SHUT207 SHUT102
        }
    }

    private async Task<Version> InstalledAsync()
    {
        try
        {
            await using var connection = await _database.OpenConnectionAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "select version from schema_info order by applied desc limit 1";
            return Version.Parse(await command.ExecuteScalarAsync() as string ?? "0.0");
        }
        catch (DbException ex)
        {
            _logger.LogDebug(ex, "Database not there yet");
            return new Version(0, 0);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public interface IOutbox
{
    Task<int> PublishAsync(int max, CancellationToken ct);
}

public abstract class GatedWorker(ISchemaInfo schema) : BackgroundService
{
    protected virtual bool Ready => schema.Required.Major > 0;

    public override Task StartAsync(CancellationToken cancellationToken) //! HAZARD gated SHUT202
    {
        if (!Ready) return Task.CompletedTask;
        return PrepareAsync(cancellationToken); //! HAZARD gated SHUT202
    }

    protected virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public sealed class OutboxWorker(IOutbox outbox, ISchemaInfo schema, ILogger<OutboxWorker> logger) : GatedWorker(schema)
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var published = await outbox.PublishAsync(50, stoppingToken);
            if (published == 0) await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
            else logger.LogDebug("{Count} messages published", published);
        }
    }

    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await base.PrepareAsync(cancellationToken);
        logger.LogInformation("Outbox prepared");
    }
}
