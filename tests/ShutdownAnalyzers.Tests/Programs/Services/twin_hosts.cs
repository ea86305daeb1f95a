namespace Game.TwinHosts;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        var lobby = BuildLobby(args);
        var metrics = BuildMetrics(args);

        var lobbyLifetime = lobby.Services.GetRequiredService<IHostApplicationLifetime>();
        var metricsLifetime = metrics.Lifetime;
        var metricsRun = metrics.RunAsync();
        var lobbyRun = lobby.RunAsync();

        // both hosts get the signal; if one ends on its own, the other follows
        if (await Task.WhenAny(lobbyRun, metricsRun) == lobbyRun)
            metricsLifetime.StopApplication();
        else
            lobbyLifetime.StopApplication();

        await Task.WhenAll(lobbyRun, metricsRun);
    }

    private static IHost BuildLobby(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSingleton<Lobby>();
        builder.Services.AddHostedService(sp => sp.GetRequiredService<Lobby>());
        return builder.Build();
    }

    private static WebApplication BuildMetrics(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.UseUrls("http://*:9464");
        var app = builder.Build();
        app.MapGet("/metrics", () => $"process_uptime_ms {Environment.TickCount64}\n");
        return app;
    }
}

internal sealed class Lobby(ILogger<Lobby> logger) : BackgroundService
{
    private int _waiting;

    public void Join() => Interlocked.Increment(ref _waiting);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var table = Math.Min(4, Volatile.Read(ref _waiting));
            if (table == 4 && Interlocked.Add(ref _waiting, -table) >= 0)
                logger.LogInformation("A table is full");

            await Task.Delay(TimeSpan.FromMilliseconds(250), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
