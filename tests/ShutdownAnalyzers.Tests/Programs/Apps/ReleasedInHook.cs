using System.Diagnostics.Metrics;

namespace Bridges.Tolls;

internal sealed class CrossingLog : IDisposable
{
    private readonly StreamWriter _writer;

    public CrossingLog(string path) => _writer = new StreamWriter(path, append: true);

    public void Write(string plate)
    {
        lock (_writer) _writer.WriteLine($"{DateTime.UtcNow:O} {plate}");
    }

    public void Dispose()
    {
        lock (_writer) _writer.Dispose();
    }
}

internal static class Program
{
    private static void Main(string[] args)
    {
        var log = new CrossingLog("crossings.log");
        var app = Build(args, log);
        app.Lifetime.ApplicationStopped.Register(log.Dispose);
        app.MapPost("/crossings/{plate}", (string plate, CrossingLog crossings) => crossings.Write(plate));
        app.Run();
    }

    private static WebApplication Build(string[] args, CrossingLog log)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton(typeof(Clock), new Clock(TimeProvider.System));
        builder.Services.AddSingleton(sp => sp.GetRequiredService<IMeterFactory>().Create("bridge"));
        return builder.Build();
    }
}

internal sealed class Clock(TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();
}
