using System.Runtime.InteropServices;
using System.Security.Cryptography;

using var quit = new CancellationTokenSource();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Quit);
Console.CancelKeyPress += OnCtrlC;

using var logging = LoggerFactory.Create(b => b.AddSimpleConsole().SetMinimumLevel(LogLevel.Information));
var log = logging.CreateLogger("mirror");
var check = new MirrorCheck(args.DefaultIfEmpty(".").ToArray(), log);

try
{
    await foreach (var round in check.RoundsAsync().WithCancellation(quit.Token))
        log.LogInformation("{Files} files, {Changed} changed", round.Files, round.Changed);
}
catch (OperationCanceledException) when (quit.IsCancellationRequested)
{
    log.LogInformation("Stopped");
}
finally
{
    Console.CancelKeyPress -= OnCtrlC;
}

return check.Failed ? 1 : 0;

void Quit(PosixSignalContext context)
{
    context.Cancel = true;
    quit.Cancel();
}

void OnCtrlC(object? sender, ConsoleCancelEventArgs e)
{
    e.Cancel = true;
    quit.Cancel();
}

internal readonly record struct Round(int Files, int Changed);

internal sealed class MirrorCheck(string[] folders, ILogger log)
{
    private readonly Dictionary<string, string> _hashes = [];
    private readonly Lock _gate = new();

    public bool Failed { get; private set; }

    public async IAsyncEnumerable<Round> RoundsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = ct };
        do
        {
            var (files, changed) = (0, 0);
            foreach (var folder in folders)
            {
                await Parallel.ForEachAsync(Directory.EnumerateFiles(folder), options, async (path, stop) =>
                {
                    Interlocked.Increment(ref files);
                    if (await HashAsync(path, stop) is { } hash && Update(path, hash))
                        Interlocked.Increment(ref changed);
                });
            }

            yield return new Round(files, changed);
            await Task.Delay(TimeSpan.FromMinutes(10), ct);
        }
        while (true);
    }

    private async Task<string?> HashAsync(string path, CancellationToken ct)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return Convert.ToHexString(await SHA256.HashDataAsync(file, ct));
        }
        catch (IOException e)
        {
            log.LogWarning(e, "{Path}", path);
            Failed = true;
            return null;
        }
    }

    private bool Update(string path, string hash)
    {
        lock (_gate)
        {
            var known = _hashes.TryGetValue(path, out var old);
            _hashes[path] = hash;
            return known && old != hash;
        }
    }
}
