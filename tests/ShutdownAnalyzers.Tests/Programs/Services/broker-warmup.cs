using System.Net.Sockets;

namespace Events.Warmup;

public interface ITopicSetup
{
    Task CreateAsync(string topic, CancellationToken ct);
}

public sealed class BrokerWarmup(ITopicSetup topics, IConfiguration configuration, ILogger<BrokerWarmup> logger) : IHostedService
{
    private const int Attempts = 6;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var host = configuration["Broker:Host"] ?? "localhost";
        var port = configuration.GetValue("Broker:Port", 5672);

        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await ReachableAsync(host, port, cancellationToken))
            {
                await Task.WhenAll(Topics().Select(t => topics.CreateAsync(t, cancellationToken)));
                return;
            }

            logger.LogWarning("Attempt {Attempt} of {Attempts}: no broker at {Host}:{Port}", attempt, Attempts, host, port);
            if (cancellationToken.IsCancellationRequested) return;
            await Task.Delay(TimeSpan.FromSeconds(attempt), cancellationToken);
        }

        logger.LogError("The service starts without its broker");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string[] Topics() => configuration.GetSection("Broker:Topics").Get<string[]>() ?? [];

    private static async Task<bool> ReachableAsync(string host, int port, CancellationToken ct)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, ct);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

public interface IDeadLetters
{
    Task<int> ReplayAsync(CancellationToken ct);
}

public sealed class Replayer(IDeadLetters letters) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RoundAsync(new Round(0, stoppingToken));

    private async Task RoundAsync(Round round)
    {
        while (round.Open)
        {
            var replayed = await letters.ReplayAsync(round.Token);
            round = round.Next(replayed);
            await round.RestAsync();
        }
    }

    private sealed record Round(int Idle, CancellationToken Token)
    {
        public bool Open => !Token.IsCancellationRequested;

        public Round Next(int replayed) => this with { Idle = replayed == 0 ? Math.Min(Idle + 1, 10) : 0 };

        public Task RestAsync() => Task.Delay(TimeSpan.FromSeconds(1 + Idle * 6), Token);
    }
}
