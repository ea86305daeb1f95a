namespace Mesh.Consul;

public interface IAgent
{
    Task RegisterAsync(string id, Uri address, CancellationToken ct);
    Task DeregisterAsync(string id, CancellationToken ct);
}

internal sealed class Hooks
{
    private readonly List<Func<CancellationToken, Task>> _stopping = [];

    public void Register(Func<CancellationToken, Task> callback) => _stopping.Add(callback);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var callback in Enumerable.Reverse(_stopping))
            await callback(ct);
    }
}

internal sealed class HookRunner(Hooks hooks, ILogger<HookRunner> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await hooks.RunAsync(cancellationToken);
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "A stopping hook failed");
        }
    }
}

public static class ConsulApplication
{
    public static IServiceCollection AddConsul<TAgent>(this IServiceCollection services) where TAgent : class, IAgent
        => services.AddSingleton<IAgent, TAgent>().AddSingleton<Hooks>().AddHostedService<HookRunner>();

    public static async Task RegisterInConsulAsync(this WebApplication app, Uri address)
    {
        var agent = app.Services.GetRequiredService<IAgent>();
        var id = $"{app.Environment.ApplicationName}-{Environment.ProcessId}";
        await agent.RegisterAsync(id, address, CancellationToken.None);

        var stopping = app.Services.GetRequiredService<Hooks>();
        stopping.Register(async ct =>
        {
            await agent.DeregisterAsync(id, ct);
            app.Logger.LogInformation("{Id} deregistered", id);
        });
    }
}
