using System.Net;

namespace Planetarium;

public interface IProjector
{
    void Show(string constellation);
}

public sealed class RemoteControl(IProjector projector, ILogger<RemoteControl> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listener = new HttpListener { Prefixes = { "http://localhost:7070/sky/" } };
        listener.Start();
        await using var stop = stoppingToken.UnsafeRegister(static state => ((HttpListener)state!).Close(), listener);

        while (await NextAsync(listener, stoppingToken) is { } context)
        {
            using var response = context.Response;
            var name = context.Request.Url?.Segments[^1] ?? "";
            if (name.Length == 0)
            {
                response.StatusCode = 400;
                continue;
            }

            projector.Show(name);
            response.StatusCode = 204;
        }

        logger.LogInformation("Remote control is off");
    }

    private static async Task<HttpListenerContext?> NextAsync(HttpListener listener, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await listener.GetContextAsync();
            }
            catch (HttpListenerException) when (!ct.IsCancellationRequested)
            {
                await Task.Yield();
            }
            catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException)
            {
                return null;
            }
        }
    }
}

public sealed class ShowLoop(IProjector projector) : BackgroundService
{
    private static readonly string[] Programme = ["Orion", "Lyra", "Cygnus", "Draco"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var name in Endless(Programme))
        {
            projector.Show(name);
            if (await SleepAsync(TimeSpan.FromMinutes(4), stoppingToken))
                return;
        }
    }

    private static IEnumerable<T> Endless<T>(IReadOnlyList<T> items)
    {
        while (true)
            foreach (var item in items)
                yield return item;
    }

    private static async Task<bool> SleepAsync(TimeSpan time, CancellationToken ct)
    {
        await Task.Delay(time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ct.IsCancellationRequested;
    }
}
