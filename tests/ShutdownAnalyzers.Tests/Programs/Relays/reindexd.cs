using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;

using var stop = new CancellationTokenSource();
using var onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Leave);
using var onInt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Leave);

var root = args.Length > 0 ? args[0] : "/var/lib/docs";
var index = new InvertedIndex(Path.Combine(root, ".index.json"));
await index.LoadAsync();

try
{
    do
    {
        var changed = Directory.EnumerateFiles(root, "*.txt", SearchOption.AllDirectories).Where(index.IsStale).ToArray();
        var options = new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = stop.Token };
        await Parallel.ForEachAsync(changed, options, index.AddAsync);
        if (changed.Length > 0) await index.SaveAsync(stop.Token);
    }
    while (await Pause.ForAsync(TimeSpan.FromMinutes(3), stop.Token));
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.WriteLine("interrupted in a pass");
}
finally
{
    using var last = new CancellationTokenSource(TimeSpan.FromSeconds(8));
    await index.SaveAsync(last.Token);
}

return 0;

void Leave(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

internal static class Pause
{
    public static async Task<bool> ForAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        await Task.Delay(time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }
}

internal sealed record Entry(DateTime Seen, string[] Words);

internal sealed class InvertedIndex(string file)
{
    private static readonly char[] Separators = [' ', '\t', '\r', '\n', '.', ',', ';', ':'];

    private ConcurrentDictionary<string, Entry> _entries = new();

    public async Task LoadAsync()
    {
        if (!File.Exists(file)) return;

        await using var stream = File.OpenRead(file);
        _entries = await JsonSerializer.DeserializeAsync<ConcurrentDictionary<string, Entry>>(stream) ?? new();
    }

    public bool IsStale(string path) => !_entries.TryGetValue(path, out var entry) || entry.Seen < File.GetLastWriteTimeUtc(path);

    public async ValueTask AddAsync(string path, CancellationToken cancellationToken)
    {
        var seen = File.GetLastWriteTimeUtc(path);
        try
        {
            var text = await File.ReadAllTextAsync(path, cancellationToken);
            _entries[path] = new Entry(seen, [.. text.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)]);
        }
        catch (IOException ex)
        {
            await Console.Error.WriteLineAsync($"{path}: {ex.Message}");
        }
    }

    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        var fresh = file + ".new";
        await using (var stream = File.Create(fresh))
            await JsonSerializer.SerializeAsync(stream, _entries, cancellationToken: cancellationToken);
        File.Move(fresh, file, overwrite: true);
    }
}
