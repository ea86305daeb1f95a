using System.Collections.Concurrent;

namespace Gallery.Store;

public sealed class DailyFileProvider : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Timer _flush;
    private readonly string _folder;

    public DailyFileProvider(string folder)
    {
        _folder = folder;
        _flush = new Timer(static state => ((DailyFileProvider)state!).Flush(), this, 5_000, 5_000);
    }

    public ILogger CreateLogger(string categoryName) => new Line(categoryName, _lines);

    public void Dispose()
    {
        using var ticked = new ManualResetEvent(false);
        if (_flush.Dispose(ticked)) ticked.WaitOne(TimeSpan.FromSeconds(2));
        Flush();
    }

    private void Flush()
    {
        var lines = new List<string>();
        while (_lines.TryDequeue(out var line)) lines.Add(line);
        if (lines.Count > 0) File.AppendAllLines(Path.Combine(_folder, $"{DateTime.UtcNow:yyyyMMdd}.log"), lines);
    }

    private sealed class Line(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) lines.Enqueue($"{category}: {formatter(state, exception)}");
        }
    }
}

public static class DailyFiles
{
    public static ILoggingBuilder AddDailyFiles(this ILoggingBuilder logging, string folder) =>
        logging.AddProvider(new DailyFileProvider(folder)); //! HAZARD provider SHUT701
}

public static class Program
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.AddDailyFiles(builder.Environment.ContentRootPath); //! HAZARD provider SHUT701 SHUT315
        var app = builder.Build();
        app.MapGet("/pictures/{id:int}", (int id, ILogger<DailyFileProvider> logger) =>
        {
            logger.LogInformation("Picture {Id} requested", id);
            return Results.NotFound();
        });
        app.Run();
    }
}
