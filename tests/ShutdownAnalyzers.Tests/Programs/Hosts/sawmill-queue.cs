using System.Threading.Channels;

namespace Sawmill.Queue;

public sealed record Log(int Id, double Diameter, double Length);

public sealed record Plank(int LogId, double Thickness);

public interface ISaw
{
    Task<IReadOnlyList<Plank>> CutAsync(Log log, CancellationToken ct);
}

public interface IYard
{
    Task StackAsync(Plank plank, CancellationToken ct);
    Task<Log?> NextAsync(CancellationToken ct);
}

public sealed class LogDeck
{
    private readonly Channel<Log> _logs = Channel.CreateBounded<Log>(new BoundedChannelOptions(40) //! HAZARD saws SHUT208 SHUT601 SHUT205 SHUT210 SHUT101 SHUT102
    {
        FullMode = BoundedChannelFullMode.Wait,
        SingleWriter = true,
    });

    public ValueTask LayAsync(Log log, CancellationToken ct) => _logs.Writer.WriteAsync(log, ct);

    public IAsyncEnumerable<Log> LogsAsync() => _logs.Reader.ReadAllAsync();
}

public sealed class SawHall : IHostedService
{
    private readonly LogDeck _deck;
    private readonly IYard _yard;
    private readonly ISaw[] _saws;
    private readonly List<Task> _running = [];
    private readonly ILogger<SawHall> _logger;

    public SawHall(LogDeck deck, IYard yard, IEnumerable<ISaw> saws, ILogger<SawHall> logger)
    {
        _deck = deck;
        _yard = yard;
        _saws = [.. saws];
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var saw in _saws)
            _running.Add(Task.Run(() => WorkAsync(saw), CancellationToken.None)); //! HAZARD saws SHUT208 SHUT601 SHUT205 SHUT210 SHUT101 SHUT102

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => FinishAsync(); //! HAZARD saws SHUT208 SHUT601 SHUT205 SHUT210 SHUT101 SHUT102

    private async Task FinishAsync()
    {
        _logger.LogInformation("Waiting for {Count} saws", _running.Count);
        await Task.WhenAll(_running); //! HAZARD saws SHUT208 SHUT601 SHUT205 SHUT210 SHUT101 SHUT102
        _logger.LogInformation("All saws are quiet");
    }

    private async Task WorkAsync(ISaw saw)
    {
        await foreach (var log in _deck.LogsAsync()) //! HAZARD saws SHUT208 SHUT601 SHUT205 SHUT210 SHUT101 SHUT102
        {
            foreach (var plank in await saw.CutAsync(log, CancellationToken.None))
                await _yard.StackAsync(plank, CancellationToken.None);
        }
    }
}

public sealed class Crane(LogDeck deck, IYard yard) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await yard.NextAsync(stoppingToken) is { } log)
                await deck.LayAsync(log, stoppingToken);
            else
                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
        }
    }
}
