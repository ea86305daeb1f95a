namespace Storage.Sweeper;

public sealed record SweepPlan(string Container, TimeSpan MaxAge, CancellationToken Deadline);

public interface IContainer
{
    IAsyncEnumerable<string> OlderThanAsync(TimeSpan age, CancellationToken ct);
    Task DeleteAsync(string blob, CancellationToken ct);
    Task<int> FinishPendingAsync(CancellationToken ct);
}

public interface IContainers
{
    IContainer Get(string name);
}

public sealed class BlobSweeper(IContainers containers, IConfiguration configuration, ILogger<BlobSweeper> logger) : BackgroundService
{
    private readonly string[] _names = configuration.GetSection("Sweep:Containers").Get<string[]>() ?? ["temp"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var daily = new PeriodicTimer(TimeSpan.FromHours(24));
        do
        {
            foreach (var name in _names)
                await SweepAsync(new SweepPlan(name, TimeSpan.FromDays(7), stoppingToken));
        }
        while (await daily.WaitForNextTickAsync(stoppingToken));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_names.Select(Finish).Select(QuietlyAsync));

        Func<Task> Finish(string name)
        {
            var plan = new SweepPlan(name, TimeSpan.Zero, cancellationToken);
            return () => FinishAsync(plan);
        }
    }

    private async Task FinishAsync(SweepPlan plan)
    {
        var left = await containers.Get(plan.Container).FinishPendingAsync(plan.Deadline);
        logger.LogInformation("{Container}: {Left} deletions left", plan.Container, left);
    }

    private async Task QuietlyAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception ex)
        {
            logger.LogDebug(ex, "Not finished");
        }
    }

    private async Task SweepAsync(SweepPlan plan)
    {
        var container = containers.Get(plan.Container);
        await foreach (var blob in container.OlderThanAsync(plan.MaxAge, plan.Deadline))
            await container.DeleteAsync(blob, plan.Deadline);
    }
}
