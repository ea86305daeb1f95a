var builder = Host.CreateApplicationBuilder(args);
builder.Logging.AddProvider(new FileLoggerProvider("service.log"));
builder.Services.AddHostedService<Turnstile>();
await builder.Build().RunAsync();

internal sealed class Turnstile(ILogger<Turnstile> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.LogInformation("opened");
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite, stoppingToken);
    }
}

internal sealed class FileLoggerProvider(string path) : ILoggerProvider
{
    private readonly StreamWriter _file = new(path);

    public ILogger CreateLogger(string categoryName) => new FileLogger(_file);

    public void Dispose() => _file.Dispose();

    private sealed class FileLogger(StreamWriter file) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (file)
            {
                file.WriteLine(formatter(state, exception));
            }
        }
    }
}
