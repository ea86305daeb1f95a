using System.Collections.Concurrent;

namespace Streams.Children;

public interface ICameraStream
{
    Task<bool> PumpAsync(string camera, CancellationToken ct);
}

/// <summary>Cameras come and go while the service runs; each has a loop that can be ended alone.</summary>
public sealed class CameraManager(ICameraStream stream, ILogger<CameraManager> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<string, Child> _children = new();
    private readonly TaskCompletionSource<CancellationToken> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<bool> AddAsync(string camera, CancellationToken ct)
    {
        var ending = await _started.Task.WaitAsync(ct);
        if (ending.IsCancellationRequested)
            return false;

        var source = CancellationTokenSource.CreateLinkedTokenSource(ending);
        var child = new Child(source);
        if (!_children.TryAdd(camera, child))
        {
            source.Dispose();
            return false;
        }

        child.Loop = LoopAsync(camera, source.Token);
        return true;
    }

    public async Task RemoveAsync(string camera)
    {
        if (!_children.TryRemove(camera, out var child))
            return;

        await child.Source.CancelAsync();
        await child.Loop;
        child.Source.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _started.SetResult(stoppingToken);
        await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_children.Keys.Select(RemoveAsync));
    }

    private async Task LoopAsync(string camera, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await stream.PumpAsync(camera, ct))
                    continue;
            }
            catch (IOException ex)
            {
                logger.LogWarning(ex, "{Camera} broke off", camera);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(3), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class Child(CancellationTokenSource source)
    {
        public CancellationTokenSource Source { get; } = source;
        public Task Loop { get; set; } = Task.CompletedTask;
    }
}
