using System.Collections.Concurrent;

namespace Ops.Tailing;

public interface ILogSink
{
    void Accept(string file, string line);
}

public sealed class LogTailer
{
    private readonly ILogSink _sink;
    private readonly string _directory;
    private readonly ConcurrentDictionary<string, long> _offsets = new();

    public LogTailer(ILogSink sink, IConfiguration configuration)
    {
        _sink = sink;
        _directory = configuration["Tail:Directory"] ?? "/var/log/app";
    }

    public int Files => _offsets.Count;

    public LogTailer Follow(params string[] patterns)
    {
        foreach (var pattern in patterns)
            StartReader(pattern); //! HAZARD thread SHUT509 SHUT101
        return this;
    }

    private void StartReader(string pattern)
    {
        var reader = new Thread(() => Tail(pattern)) { Name = $"tail {pattern}", Priority = ThreadPriority.BelowNormal }; //! HAZARD thread SHUT509 SHUT101
        reader.Start(); //! HAZARD thread SHUT509 SHUT101
    }

    private void Tail(string pattern) //! HAZARD thread SHUT101 SHUT509
    {
        while (true) //! HAZARD thread SHUT101 SHUT509
        {
            foreach (var file in Directory.EnumerateFiles(_directory, pattern))
                ReadNew(file);

            Thread.Sleep(250); //! HAZARD thread SHUT101 SHUT509
        }
    }

    private void ReadNew(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var offset = _offsets.GetValueOrDefault(file);
        if (offset > stream.Length) offset = 0;

        stream.Position = offset;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            _sink.Accept(file, line);

        _offsets[file] = stream.Position;
    }
}

public static class TailServices
{
    public static IServiceCollection AddTail(this IServiceCollection services)
        => services.AddSingleton(sp => ActivatorUtilities.CreateInstance<LogTailer>(sp).Follow("*.log", "*.err"));

    public static void MapTail(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/tail", (LogTailer tailer) => tailer.Files);
}
