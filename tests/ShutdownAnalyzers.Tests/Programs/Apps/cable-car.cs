using Serilog;

var builder = Host.CreateApplicationBuilder(args);
Log.Logger = new LoggerConfiguration().WriteTo.Console().WriteTo.File("cable.log", buffered: true).CreateLogger();
builder.Logging.ClearProviders().AddSerilog(dispose: true);
builder.Services.AddSingleton<Cabins>();
builder.Services.AddHostedService<Winch>();

using var host = builder.Build();
await host.StartAsync();
host.Services.GetRequiredService<Cabins>().Add("north");
host.Services.GetRequiredService<Cabins>().Add("south");
await host.WaitForShutdownAsync();

internal sealed class Cabins
{
    private readonly List<string> _names = [];

    public void Add(string name)
    {
        lock (_names) _names.Add(name);
    }

    public string? Next(int index)
    {
        lock (_names) return _names.Count == 0 ? null : _names[index % _names.Count];
    }
}

internal sealed class Winch(Cabins cabins, ILogger<Winch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var trip = 0;
        while (true)
        {
            stoppingToken.ThrowIfCancellationRequested();
            if (cabins.Next(trip++) is not { } cabin)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
                continue;
            }

            logger.LogInformation("Cabin {Cabin} leaves", cabin);
            await Task.Delay(TimeSpan.FromMinutes(4), stoppingToken);
        }
    }
}
