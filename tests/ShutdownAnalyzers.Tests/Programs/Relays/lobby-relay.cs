using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Lobby.Relay;

public sealed class LobbyTable
{
    private readonly ConcurrentDictionary<string, int> _seats = new();

    public void Seat(string table) => _seats.AddOrUpdate(table, 1, static (_, n) => n + 1);

    public string Describe() => string.Join('\n', _seats.Select(s => $"{s.Key} {s.Value}"));
}

internal sealed class AdminPort : BackgroundService
{
    private readonly LobbyTable _table;
    private readonly ILogger<AdminPort> _logger;
    private readonly string _prefix;

    public AdminPort(LobbyTable table, IConfiguration configuration, ILogger<AdminPort> logger)
        => (_table, _prefix, _logger) = (table, configuration["Admin:Prefix"] ?? "http://localhost:7071/", logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener { Prefixes = { _prefix } };
        listener.Start();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var context = await listener.GetContextAsync(); //! HAZARD admin SHUT103
                try
                {
                    await AnswerAsync(context, stoppingToken);
                }
                catch (HttpListenerException ex)
                {
                    _logger.LogDebug(ex, "Admin client went away");
                }
            }
        }
        finally
        {
            listener.Stop();
        }
    }

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken cancellationToken)
    {
        using var response = context.Response;
        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(_table.Describe()), cancellationToken);
    }
}

internal sealed class DiceEntropy : IHostedService
{
    private bool _stirring = true; //! HAZARD flag SHUT109
    private ulong _pool = (ulong)Environment.TickCount64 | 1;
    private Thread? _thread;

    public ulong Roll(int sides) => Volatile.Read(ref _pool) % (ulong)sides + 1;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Stir) { IsBackground = true, Priority = ThreadPriority.Lowest, Name = "dice" };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stirring = false;
        _thread?.Join(TimeSpan.FromSeconds(2));
        return Task.CompletedTask;
    }

    private void Stir()
    {
        while (_stirring) //! HAZARD flag SHUT109 SHUT101
        {
            _pool ^= _pool << 13;
            _pool ^= _pool >> 7;
            _pool ^= _pool << 17;
        }
    }
}

public sealed class ReplayArchive
{
    private readonly BlockingCollection<string> _moves = []; //! HAZARD replay SHUT509 SHUT601
    private readonly string _folder;

    public ReplayArchive(IConfiguration configuration)
    {
        _folder = configuration["Replays"] ?? "replays";
        Directory.CreateDirectory(_folder);
        new Thread(Write) { Name = "replays" }.Start(); //! HAZARD replay SHUT509 SHUT601
    }

    public void Add(string move) => _moves.Add(move);

    private void Write()
    {
        foreach (var move in _moves.GetConsumingEnumerable()) //! HAZARD replay SHUT509 SHUT601 SHUT101
            File.AppendAllText(Path.Combine(_folder, $"{DateTime.UtcNow:yyyyMMdd}.txt"), move + Environment.NewLine);
    }
}

public static class LobbyServices
{
    public static IServiceCollection AddLobby(this IServiceCollection services)
        => services
            .AddSingleton<LobbyTable>()
            .AddSingleton<ReplayArchive>()
            .AddSingleton<DiceEntropy>()
            .AddHostedService(sp => sp.GetRequiredService<DiceEntropy>())
            .AddHostedService<AdminPort>();
}
