namespace News.Wire;

public sealed class StoryEventArgs(string slug, string body) : EventArgs
{
    public string Slug => slug;
    public string Body => body;
}

public interface IWireService
{
    event EventHandler<StoryEventArgs>? Story;
}

public interface INewsroom
{
    Task FileAsync(string slug, string body, CancellationToken ct);
}

public sealed class WireDesk(IWireService wire, INewsroom newsroom, ILogger<WireDesk> logger) : IHostedService, IDisposable
{
    private readonly CountdownEvent _open = new(1);
    private readonly CancellationTokenSource _cut = new();
    private int _closed;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        wire.Story += OnStory;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
            return;

        wire.Story -= OnStory;
        _open.Signal();
        await using var deadline = cancellationToken.Register(_cut.Cancel);
        while (!_open.IsSet)
        {
            await Task.Delay(50, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!cancellationToken.IsCancellationRequested)
                continue;

            logger.LogWarning("{Count} stories are cut", _open.CurrentCount);
            break;
        }
    }

    public void Dispose()
    {
        wire.Story -= OnStory;
        _cut.Dispose();
    }

    // async void with a net under it: the desk counts what it has in hand
    private async void OnStory(object? sender, StoryEventArgs e)
    {
        if (!_open.TryAddCount())
            return;

        try
        {
            await newsroom.FileAsync(e.Slug, e.Body, _cut.Token);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "{Slug} is not filed", e.Slug);
        }
        finally
        {
            _open.Signal();
        }
    }
}
