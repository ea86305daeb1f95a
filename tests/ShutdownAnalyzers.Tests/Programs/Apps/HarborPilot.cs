namespace Harbor.Pilots;

public sealed class StopPlan
{
    private readonly List<(string Name, Func<CancellationToken, Task> Step)> _steps = [];

    public StopPlan Register(string name, Func<CancellationToken, Task> step)
    {
        _steps.Add((name, step));
        return this;
    }

    public IReadOnlyList<(string Name, Func<CancellationToken, Task> Step)> Steps => _steps;
}

internal sealed class StopPlanRunner(StopPlan plan, ILogger<StopPlanRunner> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, step) in plan.Steps)
        {
            try
            {
                await step(cancellationToken);
            }
            catch (Exception ex)
            {
                logger.LogWarning(ex, "Stop step {Name} failed", name);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<StopPlan>();
        builder.Services.AddHostedService<StopPlanRunner>();
        builder.Services.AddHttpClient("berths", c => c.BaseAddress = new Uri("http://berths.local"));

        await using var app = builder.Build();
        var clients = app.Services.GetRequiredService<IHttpClientFactory>();

        app.Services.GetRequiredService<StopPlan>().Register("release berth", async ct =>
        {
            using var response = await clients.CreateClient("berths").DeleteAsync("berths/mine", ct);
            response.EnsureSuccessStatusCode();
        });

        app.Lifetime.ApplicationStarted.Register(() => app.Logger.LogInformation("Pilot station open"));
        app.MapGet("/berths", async (CancellationToken ct) => await clients.CreateClient("berths").GetStringAsync("berths", ct));
        await app.RunAsync();
    }
}
