using System.Threading.Channels;

namespace Orchard.Drones;

public sealed record Photo(string Drone, string Path, DateTimeOffset At);

public sealed record Finding(string Drone, string Pest, double Certainty);

public interface IClassifier
{
    Task<Finding?> LookAsync(Photo photo, CancellationToken ct);
}

public interface IFindings
{
    Task StoreAsync(Finding finding, CancellationToken ct);
}

public sealed class PhotoQueue
{
    private readonly Channel<Photo> _channel = Channel.CreateBounded<Photo>(200);

    public bool Offer(Photo photo) => _channel.Writer.TryWrite(photo);

    public void Close() => _channel.Writer.TryComplete();

    public IAsyncEnumerable<Photo> PhotosAsync(CancellationToken ct) => _channel.Reader.ReadAllAsync(ct);
}

public sealed class ClassifierPool : IHostedService, IAsyncDisposable
{
    private const int Size = 3;

    private readonly PhotoQueue _queue;
    private readonly IClassifier _classifier;
    private readonly IFindings _findings;
    private readonly ILogger<ClassifierPool> _logger;
    private readonly CancellationTokenSource _hard = new();
    private Task[] _workers = [];

    public ClassifierPool(PhotoQueue queue, IClassifier classifier, IFindings findings, ILogger<ClassifierPool> logger)
    {
        _queue = queue;
        _classifier = classifier;
        _findings = findings;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _workers = [.. Enumerable.Range(0, Size).Select(n => Task.Run(() => WorkAsync(n, _hard.Token)))];
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Close();
        await using var cut = cancellationToken.Register(_hard.Cancel);
        await Task.WhenAll(_workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _hard.CancelAsync();
    }

    private async Task WorkAsync(int number, CancellationToken ct)
    {
        await foreach (var photo in _queue.PhotosAsync(ct))
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                if (await _classifier.LookAsync(photo, ct) is { Certainty: > 0.6 } finding)
                    await _findings.StoreAsync(finding, ct);
            }
            catch (Exception ex) when (!ct.IsCancellationRequested)
            {
                _logger.LogError(ex, "Worker {Number} dropped {Photo}", number, photo.Path);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _hard.Dispose();
        return ValueTask.CompletedTask;
    }
}

public static class DroneServices
{
    public static IServiceCollection AddDrones(this IServiceCollection services)
    {
        services.AddSingleton<PhotoQueue>();
        services.AddSingleton<ClassifierPool>();
        services.AddHostedService(sp => sp.GetRequiredService<ClassifierPool>());
        return services;
    }
}
