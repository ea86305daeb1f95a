using Microsoft.Extensions.DependencyInjection.Extensions;

var builder = WebApplication.CreateBuilder(args);
var services = builder.Services;

services.AddSingleton(new HttpClient { BaseAddress = new Uri("https://fleet.internal/") });
services.AddSingleton<IPositionStore>(_ => new FilePositions("positions.csv"));
services.TryAddSingleton<PositionCollector>();
services.AddHostedService(sp => sp.GetRequiredService<PositionCollector>());

foreach (var depot in builder.Configuration.GetSection("Depots").Get<string[]>() ?? ["north", "south"])
    services.AddSingleton<IHostedService>(sp => new DepotProbe(depot, sp.GetRequiredService<HttpClient>(), sp.GetRequiredService<ILogger<DepotProbe>>()));

services.Configure<HostOptions>(o => o.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost);

var app = builder.Build();
app.MapGet("/positions/count", (PositionCollector collector) => collector.Count);

var run = app.RunAsync();
app.Logger.LogInformation("Gateway listens on {Urls}", string.Join(", ", app.Urls));
await run;

internal interface IPositionStore
{
    Task AppendAsync(string line, CancellationToken cancellationToken);
}

internal sealed class FilePositions(string path) : IPositionStore
{
    public Task AppendAsync(string line, CancellationToken cancellationToken)
        => File.AppendAllTextAsync(path, line + Environment.NewLine, cancellationToken);
}

internal sealed class PositionCollector(HttpClient http, IPositionStore store, ILogger<PositionCollector> logger) : BackgroundService
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var line = await http.GetStringAsync("positions/next", stoppingToken);
                await store.AppendAsync(line, stoppingToken);
                Interlocked.Increment(ref _count);
            }
            catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException && !stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(ex, "No positions");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }
}

internal sealed class DepotProbe(string depot, HttpClient http, ILogger<DepotProbe> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            limit.CancelAfter(TimeSpan.FromSeconds(10));
            try
            {
                using var answer = await http.GetAsync($"depots/{depot}/health", limit.Token);
                logger.LogDebug("{Depot}: {Status}", depot, answer.StatusCode);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(ex, "{Depot} is unreachable", depot);
            }
        }
    }
}
