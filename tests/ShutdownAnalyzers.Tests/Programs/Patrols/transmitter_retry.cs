using System.Net.Sockets;

namespace Radio.Transmitters;

public sealed class Persistence(ILogger<Persistence> logger)
{
    private readonly Random _random = new();

    public async Task<T> UntilItWorksAsync<T>(string what, Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await action(cancellationToken);
            }
            catch (Exception ex) when (IsWorthAnotherTry(ex, cancellationToken))
            {
                var pause = PauseAfter(attempt);
                logger.LogWarning(ex, "{What} failed, next try in {Pause}", what, pause);
                await Task.Delay(pause, cancellationToken);
            }
        }
    }

    public Task UntilItWorksAsync(string what, Func<CancellationToken, Task> action, CancellationToken cancellationToken)
        => UntilItWorksAsync(what, async ct =>
        {
            await action(ct);
            return true;
        }, cancellationToken);

    private static bool IsWorthAnotherTry(Exception ex, CancellationToken cancellationToken) => !cancellationToken.IsCancellationRequested && ex switch
    {
        HttpRequestException or SocketException or IOException or TimeoutException => true,
        OperationCanceledException => true,
        _ => false,
    };

    private TimeSpan PauseAfter(int attempt)
    {
        lock (_random)
            return TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, attempt))) + TimeSpan.FromMilliseconds(_random.Next(500));
    }
}

public sealed record TransmitterState(string Mast, double PowerKw, double Reflected);

public sealed class TransmitterPoll(HttpClient http, Persistence persistence, IConfiguration configuration, ILogger<TransmitterPoll> logger) : BackgroundService
{
    private readonly string[] _masts = configuration.GetSection("Masts").Get<string[]>() ?? ["north", "harbour"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await persistence.UntilItWorksAsync("login", LoginAsync, stoppingToken);
        try
        {
            await Task.WhenAll(_masts.Select(mast => WatchAsync(mast, stoppingToken)));
        }
        finally
        {
            using var brief = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            await LogoutAsync(brief.Token);
        }
    }

    private async Task WatchAsync(string mast, CancellationToken cancellationToken)
    {
        while (true)
        {
            var state = await persistence.UntilItWorksAsync(mast, ct => http.GetFromJsonAsync<TransmitterState>($"masts/{mast}", ct), cancellationToken);
            if (state is { Reflected: > 0.2 })
                logger.LogWarning("{Mast} reflects {Share:P0}", mast, state.Reflected);

            await Task.Delay(TimeSpan.FromSeconds(15), cancellationToken);
        }
    }

    private async Task LoginAsync(CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync("session", null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private async Task LogoutAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.DeleteAsync("session", cancellationToken);
        }
        catch (Exception ex)
        {
            logger.LogDebug(ex, "Session left open");
        }
    }
}
