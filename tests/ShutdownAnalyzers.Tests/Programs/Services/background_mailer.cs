using System.Collections.Concurrent;

namespace Crm.Mailer;

public interface IMailClient
{
    Task SendAsync(string to, string template, CancellationToken ct);
}

public sealed class TrackedWork(ILogger<TrackedWork> logger) : IHostedService
{
    private readonly ConcurrentDictionary<Task, byte> _open = new();
    private readonly TimeSpan _each = TimeSpan.FromSeconds(20);

    public bool TryStart(string name, Func<CancellationToken, Task> work)
    {
        if (_open.Count > 200) return false;

        var task = RunAsync(name, work);
        _open.TryAdd(task, 0);
        _ = task.ContinueWith(static (t, s) => ((ConcurrentDictionary<Task, byte>)s!).TryRemove(t, out _), _open, TaskScheduler.Default);
        return true;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var open = _open.Keys.ToArray();
        if (open.Length == 0) return;

        logger.LogInformation("Waiting for {Count} mails", open.Length);
        try
        {
            await Task.WhenAll(open).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("{Count} mails were given up", _open.Count);
        }
    }

    private async Task RunAsync(string name, Func<CancellationToken, Task> work)
    {
        using var limit = new CancellationTokenSource(_each);
        try
        {
            await Task.Yield();
            await work(limit.Token);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "{Name} failed", name);
        }
    }
}

public static class MailerModule
{
    public static IServiceCollection AddMailer<TClient>(this IServiceCollection services) where TClient : class, IMailClient
        => services.AddSingleton<IMailClient, TClient>().AddSingleton<TrackedWork>().AddHostedService(sp => sp.GetRequiredService<TrackedWork>());

    public static void MapMailer(this IEndpointRouteBuilder endpoints)
        => endpoints.MapPost("/welcome/{address}", (string address, IMailClient mail, TrackedWork work)
            => work.TryStart($"welcome {address}", ct => mail.SendAsync(address, "welcome", ct)) ? Results.Accepted() : Results.StatusCode(429));
}
