using System.Collections.Concurrent;
using System.Text;

namespace Factory.Chronicle;

public sealed class ChronicleProvider : ILoggerProvider
{
    private readonly ConcurrentDictionary<string, ChronicleLogger> _loggers = new();
    private readonly FileStream _file;
    private readonly StringBuilder _buffer = new();

    public ChronicleProvider(string path)
        => _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);

    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(categoryName, name => new ChronicleLogger(name, this));

    public void Write(string line)
    {
        lock (_buffer)
        {
            _buffer.AppendLine(line);
            if (_buffer.Length > 16_384) Flush();
        }
    }

    public void Dispose()
    {
        lock (_buffer)
        {
            Flush();
            _file.Dispose();
        }
    }

    private void Flush()
    {
        _file.Write(Encoding.UTF8.GetBytes(_buffer.ToString()));
        _file.Flush();
        _buffer.Clear();
    }

    private sealed class ChronicleLogger(string category, ChronicleProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) provider.Write($"{DateTime.UtcNow:O} {logLevel} {category}: {formatter(state, exception)} {exception}");
        }
    }
}

public static class ChronicleExtensions
{
    public static ILoggingBuilder AddChronicle(this ILoggingBuilder logging, IConfiguration configuration)
    {
        var path = configuration["Chronicle:File"];
        if (string.IsNullOrEmpty(path)) return logging;

        logging.AddFilter<ChronicleProvider>("Microsoft", LogLevel.Warning);
        return logging.AddProvider(new ChronicleProvider(path)); //! HAZARD provider SHUT701
    }

    public static WebApplicationBuilder UseChronicle(this WebApplicationBuilder builder)
    {
        builder.Logging.AddChronicle(builder.Configuration);
        builder.Services.AddKeyedSingleton<ILoggerProvider>("audit", new ChronicleProvider("audit.log")); //! HAZARD keyed SHUT701
        return builder;
    }
}

public interface IArchiveShelf
{
    Task MoveOldAsync(string file, CancellationToken ct);
}

public sealed class ChronicleArchiver(IArchiveShelf shelf, ILogger<ChronicleArchiver> logger) : BackgroundService
{
    private readonly CancellationTokenSource _quit = new(); //! HAZARD quit SHUT110

    private CancellationToken Quit => _quit.Token; //! HAZARD quit SHUT110

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (stoppingToken.IsCancellationRequested) return;
        do
        {
            await shelf.MoveOldAsync("chronicle", Quit); //! HAZARD quit SHUT110
            logger.LogDebug("Old chronicles are on the shelf");
        }
        while (!Quit.WaitHandle.WaitOne(TimeSpan.FromHours(6))); //! HAZARD quit SHUT110 SHUT101 SHUT102
    }

    public override void Dispose()
    {
        _quit.Dispose();
        base.Dispose();
    }
}
