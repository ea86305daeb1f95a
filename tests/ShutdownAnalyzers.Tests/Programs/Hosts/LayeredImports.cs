namespace Imports.Layers;

public abstract class DrainingService(ILogger logger) : BackgroundService
{
    protected abstract ValueTask OnStoppedAsync(CancellationToken cancellationToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        var stop = base.StopAsync(cancellationToken);
        logger.LogInformation("{Service} is stopping", GetType().Name);
        await stop;

        try
        {
            await OnStoppedAsync(cancellationToken);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "{Service} did not close properly", GetType().Name);
        }
    }
}

public interface IImportTarget : IAsyncDisposable
{
    Task<bool> ImportNextAsync(CancellationToken cancellationToken);
}

public class FileImports(Func<IImportTarget> open, ILogger<FileImports> logger) : DrainingService(logger)
{
    private IImportTarget? _target;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _target = open();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(15));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            while (_target is not null && await _target.ImportNextAsync(stoppingToken))
                stoppingToken.ThrowIfCancellationRequested();
        }
    }

    protected override ValueTask OnStoppedAsync(CancellationToken cancellationToken)
        => Interlocked.Exchange(ref _target, null)?.DisposeAsync() ?? ValueTask.CompletedTask;
}

public sealed class NightlyImports(Func<IImportTarget> open, ILogger<FileImports> logger, TimeProvider time) : FileImports(open, logger)
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var now = time.GetLocalNow();
        await Task.Delay(now.Date.AddDays(1) - now.DateTime, time, stoppingToken);
        await base.ExecuteAsync(stoppingToken);
    }
}
