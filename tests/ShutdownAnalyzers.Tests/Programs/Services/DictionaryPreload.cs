using System.Collections.Frozen;

namespace Spelling.Preload;

public sealed class WordLists
{
    private FrozenDictionary<string, FrozenSet<string>> _lists = FrozenDictionary<string, FrozenSet<string>>.Empty;

    public bool Knows(string language, string word) => _lists.TryGetValue(language, out var list) && list.Contains(word);

    public void Replace(Dictionary<string, FrozenSet<string>> lists) => _lists = lists.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}

public sealed class DictionaryPreload(WordLists lists, IHostEnvironment environment, ILogger<DictionaryPreload> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var loaded = new Dictionary<string, FrozenSet<string>>();
        foreach (var file in Directory.EnumerateFiles(environment.ContentRootPath, "*.dic"))
        {
            var words = await File.ReadAllLinesAsync(file, stoppingToken);
            loaded[Path.GetFileNameWithoutExtension(file)] = words.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        }

        lists.Replace(loaded);
        logger.LogInformation("{Count} languages are loaded", loaded.Count);
    }
}

public interface ISpellingBus
{
    IDisposable Subscribe(Func<string, string, Task<bool>> handler);
}

public sealed class SpellingListener(ISpellingBus bus, WordLists lists) : BackgroundService
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IDisposable? _subscription;
    private int _open;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _subscription = bus.Subscribe(AnswerAsync);
        return _ended.Task;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _subscription, null)?.Dispose();
        while (Volatile.Read(ref _open) > 0 && !cancellationToken.IsCancellationRequested)
            await Task.Delay(20, CancellationToken.None);

        _ended.TrySetResult();
        await base.StopAsync(cancellationToken);
    }

    private async Task<bool> AnswerAsync(string language, string word)
    {
        Interlocked.Increment(ref _open);
        try
        {
            await Task.Yield();
            return lists.Knows(language, word);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
