using System.Collections.Immutable;

namespace Tenants.Composite;

public interface ITenantEngine : IAsyncDisposable
{
    string Tenant { get; }
    Task RunAsync(CancellationToken ct);
}

public interface ITenantEngineFactory
{
    IEnumerable<ITenantEngine> CreateAll();
}

public sealed class TenantHost : IHostedService, IAsyncDisposable
{
    private readonly ITenantEngineFactory _factory;
    private readonly ILogger<TenantHost> _logger;
    private readonly CancellationTokenSource _ending = new();
    private ImmutableArray<(ITenantEngine Engine, Task Run)> _engines = [];

    public TenantHost(ITenantEngineFactory factory, ILogger<TenantHost> logger)
    {
        _factory = factory;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var engines = ImmutableArray.CreateBuilder<(ITenantEngine, Task)>();
        foreach (var engine in _factory.CreateAll())
            engines.Add((engine, RunAsync(engine, _ending.Token)));

        _engines = engines.ToImmutable();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        var runs = Task.WhenAll(_engines.Select(e => e.Run));
        if (await Task.WhenAny(runs, Task.Delay(Timeout.Infinite, cancellationToken)) != runs)
            _logger.LogWarning("Still running: {Tenants}", _engines.Where(e => !e.Run.IsCompleted).Select(e => e.Engine.Tenant));
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        foreach (var (engine, _) in _engines)
            await engine.DisposeAsync();
    }

    private async Task RunAsync(ITenantEngine engine, CancellationToken ending)
    {
        await Task.Yield();
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await engine.RunAsync(ending);
                return;
            }
            catch (Exception ex) when (!ending.IsCancellationRequested)
            {
                _logger.LogError(ex, "{Tenant} starts again in ten seconds", engine.Tenant);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(10), ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
