var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Clockwork>();
builder.Services.AddHostedService(static sp => sp.GetRequiredService<Clockwork>());

var app = builder.Build();
app.MapGet("/time", (Clockwork clock) => clock.Now);

try
{
    var running = app.RunAsync();
    app.Logger.LogInformation("Listening");
    await running;
    return 0;
}
catch (IOException ex)
{
    // the port is taken
    await Console.Error.WriteLineAsync(ex.Message);
    return 98;
}
finally
{
    Clockwork.Trace("ended");
}

internal sealed class Clockwork : BackgroundService
{
    private DateTimeOffset _now = DateTimeOffset.UtcNow;
    private readonly Lock _lock = new();

    public DateTimeOffset Now
    {
        get
        {
            lock (_lock)
                return _now;
        }
    }

    public static void Trace(string text) => Console.Error.WriteLine($"{Environment.TickCount64} {text}");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(500));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                lock (_lock)
                    _now = DateTimeOffset.UtcNow;
            }
        }
        catch (OperationCanceledException)
        {
            Trace("clock stopped");
        }
    }
}
