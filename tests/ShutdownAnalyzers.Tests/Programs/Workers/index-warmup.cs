namespace Search.Warmup;

public interface IIndex
{
    Task OpenAsync(string path, CancellationToken cancellationToken);
    Task<bool> MergeStepAsync(CancellationToken cancellationToken);
}

public abstract class PreparedService : BackgroundService
{
    protected virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task StartAsync(CancellationToken cancellationToken) => PrepareAsync(cancellationToken); //! HAZARD prepared SHUT202
}

public sealed class IndexMerger(IIndex index, IHostEnvironment environment) : PreparedService
{
    protected override Task PrepareAsync(CancellationToken cancellationToken)
        => index.OpenAsync(Path.Combine(environment.ContentRootPath, "index"), cancellationToken);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        await base.StartAsync(cancellationToken);
        Console.WriteLine($"Index ready after {TimeProvider.System.GetElapsedTime(started).TotalMilliseconds:0} ms");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = await index.MergeStepAsync(stoppingToken);
            await Task.Delay(more ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(5), stoppingToken);
        }
    }
}
