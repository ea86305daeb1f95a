namespace Fleet.Patching;

public abstract class RecurringJob<TOptions>(TOptions options) : IHostedService, IAsyncDisposable where TOptions : RecurringOptions
{
    private readonly CancellationTokenSource _stopping = new();
    private Task? _run;

    protected TOptions Options { get; } = options;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _run = Task.Run(() => LoopAsync(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_run is { } run)
            await Task.WhenAny(run, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public ValueTask DisposeAsync()
    {
        _stopping.Dispose();
        return ValueTask.CompletedTask;
    }

    protected abstract ValueTask<bool> OnceAsync(CancellationToken cancellationToken);

    private async Task LoopAsync(CancellationToken token) //! HAZARD loop SHUT101
    {
        var idle = 0;
        do //! HAZARD loop SHUT101
        {
            idle = await OnceAsync(token) ? 0 : idle + 1;
            await PauseAsync(Options.Every * Math.Min(idle + 1, 6), token); //! HAZARD loop SHUT101
        }
        while (!false); //! HAZARD loop SHUT101
    }

    private static Task PauseAsync(TimeSpan time, CancellationToken token) //! HAZARD loop SHUT101
        => Task.WhenAny(Task.Delay(time, token)); //! HAZARD loop SHUT101
}

public record RecurringOptions(TimeSpan Every);

public sealed record PatchOptions(TimeSpan Every, string Catalogue) : RecurringOptions(Every);

public sealed class PatchScanner(PatchOptions options, IPatchStore store) : RecurringJob<PatchOptions>(options)
{
    protected override async ValueTask<bool> OnceAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return false;
        var missing = await store.FindMissingAsync(Options.Catalogue, CancellationToken.None);
        foreach (var patch in missing) store.Enqueue(patch);
        return missing.Count > 0;
    }
}

public interface IPatchStore
{
    Task<IReadOnlyList<string>> FindMissingAsync(string catalogue, CancellationToken cancellationToken);
    void Enqueue(string patch);
}
