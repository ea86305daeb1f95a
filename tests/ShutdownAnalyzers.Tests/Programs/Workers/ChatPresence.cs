namespace Chat.Presence;

public interface IPresenceApi
{
    Task OnlineAsync(string user, CancellationToken cancellationToken);
    Task OfflineAsync(string user, CancellationToken cancellationToken);
}

public sealed class BotPresence(IPresenceApi api, IConfiguration configuration) : BackgroundService
{
    private readonly string _user = configuration["Bot:User"] ?? "bot";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await AnnounceAsync(stoppingToken);
            await Task.Delay(TimeSpan.FromSeconds(50), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await api.OfflineAsync(_user, limit.Token);
    }

    private async Task AnnounceAsync(CancellationToken stop)
    {
        try
        {
            await api.OnlineAsync(_user, stop);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            if (!stop.IsCancellationRequested) Console.Error.WriteLine($"presence: {e.Message}");
        }
    }
}
