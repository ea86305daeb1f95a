namespace Jobs.Context;

/// <summary>What every step of a run gets; the end comes with it.</summary>
public sealed record RunContext(string Tenant, ILogger Logger, TimeProvider Clock, CancellationToken Ending)
{
    public bool Continue => !Ending.IsCancellationRequested;

    public Task RestAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Clock, Ending);
}

public interface IStep
{
    ValueTask<bool> RunAsync(RunContext context);
}

public sealed class CollectStep(HttpClient http) : IStep
{
    public async ValueTask<bool> RunAsync(RunContext context)
    {
        var text = await http.GetStringAsync($"tenants/{context.Tenant}/events", context.Ending);
        context.Logger.LogDebug("{Length} characters for {Tenant}", text.Length, context.Tenant);
        return text.Length > 2;
    }
}

public sealed class TenantRunner(IEnumerable<IStep> steps, ILogger<TenantRunner> logger, TimeProvider clock, IConfiguration configuration)
    : BackgroundService
{
    private readonly IStep[] _steps = steps.ToArray();

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var tenants = configuration.GetSection("Tenants").Get<string[]>() ?? ["default"];
        return Task.WhenAll(tenants.Select(t => RunTenantAsync(new RunContext(t, logger, clock, stoppingToken))));
    }

    private async Task RunTenantAsync(RunContext context)
    {
        var failures = 0;
        while (context.Continue)
        {
            try
            {
                foreach (var step in _steps)
                {
                    if (!await step.RunAsync(context))
                        break;
                }

                failures = 0;
            }
            catch (Exception ex) when (context.Continue)
            {
                failures++;
                context.Logger.LogError(ex, "{Tenant} failed {Times} times", context.Tenant, failures);
            }

            await context.RestAsync(Math.Min(300, 10 * Math.Pow(2, failures)));
        }
    }
}
