using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Logging.Buffered;

[ProviderAlias("Buffered")]
public sealed class BufferedLoggerProvider : ILoggerProvider, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new();
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(10_000)
    {
        FullMode = BoundedChannelFullMode.DropOldest,
        SingleReader = true
    });
    private readonly Task _writer;

    public BufferedLoggerProvider(IConfiguration configuration)
    {
        var path = configuration["Logging:Buffered:Path"] ?? "service.log";
        _writer = Task.Run(() => WriteAsync(path));
    }

    public ILogger CreateLogger(string categoryName)
        => _loggers.GetOrAdd(categoryName, static (name, lines) => new BufferedLogger(name, lines), _lines.Writer);

    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writer.Wait(TimeSpan.FromSeconds(3));
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await Task.WhenAny(_writer, Task.Delay(TimeSpan.FromSeconds(3)));
    }

    private async Task WriteAsync(string path)
    {
        await using var file = new StreamWriter(path, append: true);
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (_lines.Reader.TryRead(out var line))
                await file.WriteLineAsync(line);

            await file.FlushAsync();
        }
    }

    private sealed class BufferedLogger(string category, ChannelWriter<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                lines.TryWrite($"{DateTimeOffset.UtcNow:O} {logLevel} {category}: {formatter(state, exception)}");
        }
    }
}

public static class BufferedLogging
{
    public static ILoggingBuilder AddBuffered(this ILoggingBuilder logging)
    {
        logging.Services.AddSingleton<ILoggerProvider, BufferedLoggerProvider>();
        return logging;
    }
}
