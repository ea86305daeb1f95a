namespace Theatre.Puppets;

public interface IPuppet : IDisposable
{
    Task MoveAsync(string gesture, CancellationToken ct);
}

public interface IScript
{
    string? NextGesture();
}

/// <summary>A pool of puppets; borrowing waits, returning never does.</summary>
public sealed class PuppetPool(Func<IPuppet> carve, int count) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count, count);
    private readonly Stack<IPuppet> _shelf = new();
    private bool _closed;

    public async Task<IPuppet> BorrowAsync(CancellationToken ct)
    {
        await _free.WaitAsync(ct);
        lock (_shelf)
            return _shelf.TryPop(out var puppet) ? puppet : carve();
    }

    public void Return(IPuppet puppet)
    {
        lock (_shelf)
        {
            if (_closed)
            {
                puppet.Dispose();
                return;
            }

            _shelf.Push(puppet);
        }

        _free.Release();
    }

    public void Dispose()
    {
        lock (_shelf)
        {
            if (_closed) return;
            _closed = true;
            while (_shelf.TryPop(out var puppet)) puppet.Dispose();
        }

        _free.Dispose();
    }
}

public sealed class PuppetShow(PuppetPool pool, IScript script, ILogger<PuppetShow> logger) : BackgroundService
{
    private readonly HashSet<Task> _onStage = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (script.NextGesture() is { } gesture)
            {
                var puppet = await pool.BorrowAsync(stoppingToken);
                _onStage.Add(PlayAsync(puppet, gesture, stoppingToken));
                _onStage.RemoveWhere(t => t.IsCompleted);
            }
        }
        finally
        {
            await Task.WhenAll(_onStage);
            logger.LogInformation("Curtain");
        }
    }

    private async Task PlayAsync(IPuppet puppet, string gesture, CancellationToken ct)
    {
        try
        {
            await puppet.MoveAsync(gesture, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // stays in its pose
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "A string is tangled");
        }
        finally
        {
            pool.Return(puppet);
        }
    }
}
