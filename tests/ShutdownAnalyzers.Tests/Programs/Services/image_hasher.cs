using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Tools.Hashing;

internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length == 0)
        {
            Console.Error.WriteLine("usage: image_hasher FOLDER [THREADS]");
            return 2;
        }

        var files = new ConcurrentQueue<string>(Directory.EnumerateFiles(args[0], "*.jpg", SearchOption.AllDirectories));
        var hashes = new ConcurrentDictionary<string, ConcurrentBag<string>>();
        var count = args.Length > 1 ? int.Parse(args[1]) : Environment.ProcessorCount;

        using var progress = new Progress();
        var threads = new List<Thread>();
        for (var i = 0; i < count; i++)
        {
            var thread = new Thread(HashAll) { Name = $"hasher {i}" };
            thread.Start();
            threads.Add(thread);
        }

        threads.ForEach(t => t.Join());

        foreach (var (hash, same) in hashes.Where(h => h.Value.Count > 1))
            Console.WriteLine($"{hash} {string.Join(' ', same.Order())}");
        return 0;

        void HashAll()
        {
            while (files.TryDequeue(out var file))
            {
                hashes.GetOrAdd(HashOne(file), _ => []).Add(file);
                progress.Step();
            }
        }
    }

    private static string HashOne(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexString(SHA256.HashData(stream));
    }
}

internal sealed class Progress : IDisposable
{
    private readonly Thread _printer;
    private readonly ManualResetEventSlim _done = new();
    private long _count;

    public Progress()
    {
        _printer = new Thread(Print);
        _printer.IsBackground = true;
        _printer.Start();
    }

    public void Step() => Interlocked.Increment(ref _count);

    public void Dispose()
    {
        _done.Set();
        _printer.Join(TimeSpan.FromSeconds(1));
    }

    private void Print()
    {
        do
        {
            Console.Error.Write($"\r{Interlocked.Read(ref _count)} files");
        }
        while (!_done.Wait(500));
        Console.Error.WriteLine();
    }
}
