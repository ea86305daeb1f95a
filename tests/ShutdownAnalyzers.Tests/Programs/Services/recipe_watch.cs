namespace Kitchen.Recipes;

public interface IRecipeCache
{
    void Reload(string file);
}

public sealed class RecipeWatch(IRecipeCache cache, IHostEnvironment environment) : IHostedService, IDisposable
{
    private FileSystemWatcher? _watcher;
    private Timer? _settle;
    private string? _pending;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _settle = new Timer(static s => ((RecipeWatch)s!).Settled(), this, Timeout.Infinite, Timeout.Infinite);
        _watcher = new FileSystemWatcher(Path.Combine(environment.ContentRootPath, "recipes"), "*.json");
        _watcher.Changed += OnChanged;
        _watcher.EnableRaisingEvents = true;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _watcher, null) is { } watcher)
        {
            watcher.EnableRaisingEvents = false;
            watcher.Changed -= OnChanged;
            watcher.Dispose();
        }

        if (Interlocked.Exchange(ref _settle, null) is { } settle)
            await settle.DisposeAsync();
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _settle?.Dispose();
    }

    private void OnChanged(object sender, FileSystemEventArgs e)
    {
        _pending = e.FullPath;
        Volatile.Read(ref _settle)?.Change(TimeSpan.FromMilliseconds(300), Timeout.InfiniteTimeSpan);
    }

    private void Settled()
    {
        if (Interlocked.Exchange(ref _pending, null) is { } file)
            cache.Reload(file);
    }
}
