namespace Warehouse.Schema;

public interface ISchemaLock
{
    Task<bool> TryTakeAsync(string owner);
    Task<int> VersionAsync();
}

public sealed class SchemaGate(ISchemaLock schema, ILogger<SchemaGate> logger) : IHostedLifecycleService
{
    private const int Expected = 42;

    public Task StartingAsync(CancellationToken cancellationToken) => WaitForSchemaAsync(); //! HAZARD gate SHUT207 SHUT101 SHUT102

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WaitForSchemaAsync() //! HAZARD gate SHUT207 SHUT101 SHUT102
    {
        for (var round = 1; ; round++) //! HAZARD gate SHUT207 SHUT101 SHUT102
        {
            var version = await schema.VersionAsync();
            if (version >= Expected) return;

            logger.LogInformation("Schema {Version}, need {Expected}, round {Round}", version, Expected, round);
            await Task.Delay(TimeSpan.FromSeconds(15)); //! HAZARD gate SHUT207 SHUT101 SHUT102
        }
    }
}
