using System.Threading.Channels;

namespace Courier.Dispatch;

public sealed record Job(Guid Id, string From, string To);

public interface IRouter
{
    Task AssignAsync(Job job, CancellationToken ct);
    Task DrainAsync();
}

public sealed class CourierDispatch : BackgroundService
{
    private readonly ChannelReader<Job> _jobs;
    private readonly IRouter _router;
    private readonly ILogger<CourierDispatch> _log;

    public CourierDispatch(ChannelReader<Job> jobs, IRouter router, ILogger<CourierDispatch> log)
        => (_jobs, _router, _log) = (jobs, router, log);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                var job = await _jobs.ReadAsync(stoppingToken);
                await _router.AssignAsync(job, stoppingToken);
            }
            catch (ChannelClosedException)
            {
                _log.LogInformation("No more jobs");
                return;
            }
            catch (OperationCanceledException ex) //! HAZARD spin SHUT104
            {
                _log.LogWarning(ex, "Assigning took too long");
            }
        }
    }
}

public sealed class RouterGuard(IRouter router, ILogger<RouterGuard> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        log.LogInformation("Router is up");
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        log.LogInformation("Router drains");
        await router.DrainAsync(); //! HAZARD drain SHUT210
        log.LogInformation("Router drained");
    }
}
