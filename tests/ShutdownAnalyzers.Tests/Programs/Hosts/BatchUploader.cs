using System.Collections.Concurrent;

namespace Archive.Upload;

public interface IBlobTarget
{
    Task PutAsync(string name, Stream content, CancellationToken cancellationToken);
    Task SealAsync(CancellationToken cancellationToken);
}

public sealed class BatchUploader : BackgroundService
{
    private readonly IBlobTarget _target;
    private readonly DirectoryInfo _inbox;
    private readonly ILogger<BatchUploader> _logger;
    private int _uploaded;

    public BatchUploader(IBlobTarget target, IHostEnvironment environment, ILogger<BatchUploader> logger)
    {
        _target = target;
        _inbox = new DirectoryInfo(Path.Combine(environment.ContentRootPath, "inbox"));
        _logger = logger;
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _inbox.Create();
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD nobase SHUT201
    {
        _logger.LogInformation("Sealing after {Count} uploads", _uploaded);
        try
        {
            await _target.SealAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _logger.LogWarning("The batch stays open");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var file in _inbox.EnumerateFiles().OrderBy(f => f.CreationTimeUtc))
            {
                await using (var content = file.OpenRead())
                    await _target.PutAsync(file.Name, content, stoppingToken);

                file.Delete();
                Interlocked.Increment(ref _uploaded);
            }

            await Task.Delay(TimeSpan.FromSeconds(20), stoppingToken);
        }
    }
}
