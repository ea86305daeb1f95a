var front = CreateFront(args);
var worker = CreateWorker(args);

var running = new List<Task>();
try
{
    Start(worker);
    var serving = front.RunAsync("http://*:8080");
    running.Add(serving);

    front.Logger.LogInformation("{Count} hosts are running", running.Count);
}
finally
{
    await Task.WhenAll(running);
}

return;

void Start(IHost host) => running.Add(host.RunAsync());

static WebApplication CreateFront(string[] args)
{
    var builder = WebApplication.CreateSlimBuilder(args);
    var app = builder.Build();
    app.MapGet("/", () => Results.Text("front"));
    app.MapGet("/pid", () => Environment.ProcessId);
    return app;
}

static IHost CreateWorker(string[] args)
{
    var builder = Host.CreateApplicationBuilder(args);
    builder.Services.AddHostedService<Cleaner>();
    return builder.Build();
}

internal sealed class Cleaner(IConfiguration configuration, ILogger<Cleaner> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var folder = configuration["Cleaner:Folder"] ?? Path.GetTempPath();
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1));
        do
        {
            var removed = 0;
            foreach (var file in Directory.EnumerateFiles(folder, "*.tmp"))
            {
                if (stoppingToken.IsCancellationRequested) return;
                if (File.GetLastWriteTimeUtc(file) > DateTime.UtcNow.AddDays(-1)) continue;
                File.Delete(file);
                removed++;
            }

            logger.LogInformation("{Removed} files removed from {Folder}", removed, folder);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
