using System.Collections.Concurrent;

namespace Observatory.Upload;

public sealed record Plate(string Name, byte[] Data);

public interface IArchive
{
    Task PutAsync(Plate plate);
    Task HeartbeatAsync(CancellationToken token);
    Task<long> FreeSpaceAsync(CancellationToken token);
}

public sealed class PlateUploader(IArchive archive)
{
    private readonly ConcurrentQueue<Plate> _pending = new();

    public void Add(Plate plate) => _pending.Enqueue(plate);

    public async Task DrainAsync()
    {
        while (_pending.TryDequeue(out var plate))
            await archive.PutAsync(plate);
    }
}

internal sealed class UploadFlusher(PlateUploader uploader, ILogger<UploadFlusher> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD drain SHUT210
    {
        logger.LogInformation("Uploading what is left");
        await uploader.DrainAsync(); //! HAZARD drain SHUT210
    }
}

internal sealed class ArchiveHeartbeat(IArchive archive) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private Task _beating = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _beating = BeatAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD nobody SHUT208
    {
        try
        {
            await _beating; //! HAZARD nobody SHUT208
        }
        finally
        {
            await _source.CancelAsync();
        }
    }

    public void Dispose() => _source.Dispose();

    private async Task BeatAsync()
    {
        var token = _source.Token;
        while (!token.IsCancellationRequested)
        {
            await archive.HeartbeatAsync(token);
            await Task.Delay(TimeSpan.FromSeconds(20), token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

internal sealed class SpaceWatch(IArchive archive, ILogger<SpaceWatch> logger) : IHostedService
{
    private readonly Watcher _watcher = new(archive, logger);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watcher.Begin();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) //! HAZARD halt SHUT209
    {
        _watcher.Halt(); //! HAZARD halt SHUT209
        return Task.CompletedTask; //! HAZARD halt SHUT209
    }

    private sealed class Watcher(IArchive archive, ILogger logger)
    {
        private readonly CancellationTokenSource _cts = new();
        private Task? _task; //! HAZARD halt SHUT209

        public void Begin() => _task ??= RunAsync(_cts.Token);

        public void Halt() => _cts.Cancel(); //! HAZARD halt SHUT209

        private async Task RunAsync(CancellationToken token)
        {
            try
            {
                for (;;)
                {
                    if (await archive.FreeSpaceAsync(token) < 1L << 30)
                        logger.LogWarning("The archive is nearly full");

                    await Task.Delay(TimeSpan.FromMinutes(10), token);
                }
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                await archive.PutAsync(new Plate("space.end", []));
            }
        }
    }
}

public static class UploadServices
{
    public static IServiceCollection AddUpload(this IServiceCollection services) => services
        .AddSingleton<PlateUploader>()
        .AddHostedService<UploadFlusher>()
        .AddHostedService<ArchiveHeartbeat>()
        .AddHostedService<SpaceWatch>();
}
