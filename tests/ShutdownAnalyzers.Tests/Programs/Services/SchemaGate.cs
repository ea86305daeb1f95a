namespace Crm.Schema;

public interface IDatabaseProbe
{
    Task<bool> ReachableAsync();
    Task<int> VersionAsync(CancellationToken ct);
    Task MigrateAsync(int from, CancellationToken ct);
}

public sealed class SchemaGate : IHostedLifecycleService
{
    private readonly IDatabaseProbe _probe;
    private readonly ILogger<SchemaGate> _logger;
    private readonly TimeProvider _clock;

    public SchemaGate(IDatabaseProbe probe, ILogger<SchemaGate> logger, TimeProvider clock)
    {
        _probe = probe;
        _logger = logger;
        _clock = clock;
    }

    public async Task StartingAsync(CancellationToken cancellationToken) //! HAZARD reach SHUT207
    {
        await UntilReachableAsync(); //! HAZARD reach SHUT207
        var version = await _probe.VersionAsync(cancellationToken);
        if (version < 42)
            await _probe.MigrateAsync(version, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task UntilReachableAsync() //! HAZARD reach SHUT207
    {
        var since = _clock.GetTimestamp();
        while (!await _probe.ReachableAsync()) //! HAZARD reach SHUT207 SHUT101
        {
            _logger.LogWarning("No database for {Time}", _clock.GetElapsedTime(since));
            await Task.Delay(TimeSpan.FromSeconds(3), _clock); //! HAZARD reach SHUT207 SHUT102
        }
    }
}

public static class SchemaModule
{
    public static IServiceCollection AddSchemaGate<TProbe>(this IServiceCollection services) where TProbe : class, IDatabaseProbe
        => services.AddSingleton(TimeProvider.System).AddSingleton<IDatabaseProbe, TProbe>().AddHostedService<SchemaGate>();
}
