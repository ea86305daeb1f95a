using System.Diagnostics;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.AddSimpleConsole();
builder.Services.AddSingleton<ITelemetrySink>(_ => new FileSink("ropeway.log"));
builder.Services.AddHostedService<CabinTelemetry>();
builder.Services.AddHostedService<StopAfterSeason>();

using var host = builder.Build();
await host.StartAsync();
var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
var watch = Stopwatch.StartNew();
using var note = lifetime.ApplicationStopping.Register(() => Console.WriteLine($"Running for {watch.Elapsed}"));
await host.WaitForShutdownAsync();

public interface ITelemetrySink
{
    void Write(string line);
}

public sealed class FileSink : ITelemetrySink, IDisposable
{
    private readonly StreamWriter _writer;

    public FileSink(string path) => _writer = new StreamWriter(path, append: true) { AutoFlush = true };

    public void Write(string line) => _writer.WriteLine(line);

    public void Dispose() => _writer.Dispose();
}

public sealed class CabinTelemetry(ITelemetrySink sink) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(30));
        var stopping = Task.Delay(Timeout.Infinite, stoppingToken);
        for (var cabin = 0; ; cabin = (cabin + 1) % 30)
        {
            Measure(cabin);
            var tick = pace.WaitForNextTickAsync().AsTask();
            if (await Task.WhenAny(tick, stopping) == stopping)
                break;
        }

        sink.Write("end of operation");
    }

    private void Measure(int cabin) => sink.Write($"{DateTime.UtcNow:O} cabin {cabin}");
}

public sealed class StopAfterSeason(IHostApplicationLifetime lifetime, TimeProvider? clock = null) : BackgroundService
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_clock.GetUtcNow().Month is not (5 or 11))
            await Task.Delay(TimeSpan.FromHours(1), stoppingToken);

        lifetime.StopApplication();
    }
}
