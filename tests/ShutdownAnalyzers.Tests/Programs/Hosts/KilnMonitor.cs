using System.Net;
using System.Text.Json;

namespace Pottery.Kilns;

public sealed record KilnState(string Name, double Celsius, string Cone);

public interface IKilns
{
    IReadOnlyCollection<KilnState> All { get; }
}

public sealed class KilnMonitor(IKilns kilns, IConfiguration configuration, ILogger<KilnMonitor> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add(configuration["Kilns:Prefix"] ?? "http://localhost:8088/");
        listener.Start();

        await using var closing = stoppingToken.Register(static l => ((HttpListener)l!).Stop(), listener);

        while (await NextAsync(listener, stoppingToken) is { } context)
            await AnswerAsync(context);

        logger.LogInformation("Monitor is closed");
    }

    private static async Task<HttpListenerContext?> NextAsync(HttpListener listener, CancellationToken ct)
    {
        try
        {
            return await listener.GetContextAsync();
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        try
        {
            response.ContentType = "application/json";
            await response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(kilns.All));
        }
        catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException)
        {
            logger.LogDebug(ex, "Browser left");
        }
    }
}

public sealed class OverheatGuard(IKilns kilns, IKilnSwitch power, ILogger<OverheatGuard> logger) : BackgroundService
{
    private const double Limit = 1320;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rounds = 0L;
        do
        {
            rounds++;
            foreach (var kiln in kilns.All.Where(k => k.Celsius > Limit))
            {
                power.Cut(kiln.Name);
                logger.LogCritical("{Kiln} cut at {Celsius:F0} in round {Round}", kiln.Name, kiln.Celsius, rounds);
            }
        }
        while (!await SleepAsync(TimeSpan.FromSeconds(5), stoppingToken));
    }

    private static async Task<bool> SleepAsync(TimeSpan time, CancellationToken ct)
    {
        await Task.Delay(time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ct.IsCancellationRequested;
    }
}

public interface IKilnSwitch
{
    void Cut(string kiln);
}
