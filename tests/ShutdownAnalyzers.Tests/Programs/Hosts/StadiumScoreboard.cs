using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Stadium.Scoreboard;

public sealed record Score(int Home, int Guests, TimeSpan Clock);

public sealed class BoardConnections //! HAZARD boards SHUT405 SHUT704
{
    private readonly ConcurrentDictionary<Guid, TcpClient> _boards = new(); //! HAZARD boards SHUT405 SHUT704

    public Guid Add(TcpClient board)
    {
        var id = Guid.NewGuid();
        _boards[id] = board; //! HAZARD boards SHUT405 SHUT704
        return id;
    }

    public void Remove(Guid id)
    {
        if (_boards.TryRemove(id, out var board))
            board.Dispose();
    }

    public async Task ShowAsync(Score score, CancellationToken ct)
    {
        var line = Encoding.ASCII.GetBytes($"{score.Home}:{score.Guests} {score.Clock:mm\\:ss}\n");
        foreach (var (id, board) in _boards)
        {
            try
            {
                await board.GetStream().WriteAsync(line, ct);
            }
            catch (IOException)
            {
                Remove(id);
            }
        }
    }
}

public sealed class BoardListener(BoardConnections boards, IConfiguration configuration, ILogger<BoardListener> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new TcpListener(System.Net.IPAddress.Any, configuration.GetValue("Boards:Port", 6100));
        listener.Start();

        while (!stoppingToken.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stoppingToken);
            var id = boards.Add(client);
            logger.LogInformation("Board {Board} from {Address}", id, client.Client.RemoteEndPoint);
        }
    }
}

public sealed class ScoreClock(BoardConnections boards, IScoreSource source) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await boards.ShowAsync(source.Current, stoppingToken);
    }
}

public interface IScoreSource
{
    Score Current { get; }
}

public static class ScoreboardServices
{
    public static IServiceCollection AddScoreboard(this IServiceCollection services) => services
        .AddSingleton<BoardConnections>()
        .AddHostedService<BoardListener>()
        .AddHostedService<ScoreClock>();
}
