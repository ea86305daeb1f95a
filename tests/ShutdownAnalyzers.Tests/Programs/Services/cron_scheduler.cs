namespace Cron.Scheduler;

public interface ICronJob
{
    string Name { get; }
    DateTimeOffset Next(DateTimeOffset after);
    Task RunAsync(CancellationToken ct);
}

public sealed class CronScheduler(IEnumerable<ICronJob> jobs, TimeProvider clock, ILogger<CronScheduler> logger) : BackgroundService
{
    private readonly PriorityQueue<ICronJob, DateTimeOffset> _plan = new();
    private readonly HashSet<Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var job in jobs)
            Plan(job);

        try
        {
            while (_plan.TryPeek(out var job, out var due))
            {
                var wait = due - clock.GetUtcNow();
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait < TimeSpan.FromHours(1) ? wait : TimeSpan.FromHours(1), clock, stoppingToken);
                    continue;
                }

                _plan.Dequeue();
                _running.RemoveWhere(t => t.IsCompleted);
                _running.Add(RunAsync(job, stoppingToken));
                Plan(job);
            }
        }
        finally
        {
            await Task.WhenAll(_running);
        }
    }

    private void Plan(ICronJob job) => _plan.Enqueue(job, job.Next(clock.GetUtcNow()));

    private async Task RunAsync(ICronJob job, CancellationToken ct)
    {
        using var scope = logger.BeginScope("{Job}", job.Name);
        try
        {
            await job.RunAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            logger.LogInformation("{Job} was cut short", job.Name);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "{Job} failed", job.Name);
        }
    }
}

public static class CronModule
{
    public static IServiceCollection AddCron(this IServiceCollection services, params ReadOnlySpan<Type> jobs)
    {
        foreach (var job in jobs)
            services.AddSingleton(typeof(ICronJob), job);

        services.AddSingleton(TimeProvider.System);
        return services.AddHostedService<CronScheduler>();
    }
}
