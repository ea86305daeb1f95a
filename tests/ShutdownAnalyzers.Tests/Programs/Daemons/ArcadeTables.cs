using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Arcade.Tables;

public sealed class SeatRegistry
{
    private readonly ConcurrentDictionary<int, TcpClient> _seats = new(); //! HAZARD seats SHUT405
    private int _next;

    public int Take(TcpClient player)
    {
        var seat = Interlocked.Increment(ref _next);
        _seats[seat] = player; //! HAZARD seats SHUT405
        return seat;
    }

    public async Task AnnounceAsync(string text, CancellationToken ct)
    {
        var line = Encoding.UTF8.GetBytes(text + "\r\n");
        foreach (var (seat, player) in _seats)
        {
            try
            {
                await player.GetStream().WriteAsync(line, ct);
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                if (_seats.TryRemove(seat, out var gone)) gone.Dispose();
            }
        }
    }
}

internal sealed class Door(SeatRegistry seats, ILogger<Door> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listener = new TcpListener(IPAddress.Any, 4040);
        listener.Start();
        try
        {
            while (true)
            {
                var player = await listener.AcceptTcpClientAsync(stoppingToken);
                logger.LogInformation("Seat {Seat} is taken", seats.Take(player));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("The door is closed");
        }
        finally
        {
            listener.Stop();
        }
    }
}

internal interface ITable
{
    string Name { get; }
    Task<string> PlayRoundAsync(CancellationToken ct);
    Task PayOutAsync(CancellationToken ct);
}

internal sealed class Croupier(IEnumerable<ITable> tables, SeatRegistry seats, ILogger<Croupier> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD launched SHUT204
    {
        foreach (var table in tables)
            Launch(table, stoppingToken); //! HAZARD launched SHUT204

        return Task.CompletedTask; //! HAZARD launched SHUT204
    }

    private void Launch(ITable table, CancellationToken ct) => _ = RunAsync(table, ct); //! HAZARD launched SHUT204

    private async Task RunAsync(ITable table, CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var result = await table.PlayRoundAsync(ct);
                await seats.AnnounceAsync($"{table.Name}: {result}", ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            logger.LogDebug("{Table} ends in the middle of a round", table.Name);
        }
        finally
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await table.PayOutAsync(limit.Token);
        }
    }
}

public static class ArcadeServices
{
    public static IServiceCollection AddArcade(this IServiceCollection services) => services
        .AddSingleton<SeatRegistry>()
        .AddHostedService<Croupier>()
        .AddHostedService<Door>();
}
