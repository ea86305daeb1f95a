using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Racing.PitWall;

public sealed class PitWall //! HAZARD clients SHUT405
{
    private readonly ConcurrentDictionary<Guid, NetworkStream> _engineers = new(); //! HAZARD clients SHUT405

    public int Count => _engineers.Count;

    public Guid Join(NetworkStream stream)
    {
        var id = Guid.NewGuid();
        _engineers[id] = stream; //! HAZARD clients SHUT405
        return id;
    }

    public void Leave(Guid id) => _engineers.TryRemove(id, out _);

    public async Task ShowAsync(ReadOnlyMemory<byte> lap, CancellationToken ct)
    {
        foreach (var (id, stream) in _engineers)
        {
            try
            {
                await stream.WriteAsync(lap, ct);
            }
            catch (IOException)
            {
                Leave(id);
            }
        }
    }
}

public interface ITiming
{
    IAsyncEnumerable<byte[]> LapsAsync(CancellationToken ct);
}

public sealed class LapFeed(ITiming timing, PitWall wall, ILogger<LapFeed> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var lap in timing.LapsAsync(stoppingToken))
            await wall.ShowAsync(lap, stoppingToken);

        logger.LogInformation("Chequered flag, {Count} engineers", wall.Count);
    }
}

public static class PitWallModule
{
    public static IServiceCollection AddPitWall<TTiming>(this IServiceCollection services) where TTiming : class, ITiming
        => services.AddSingleton<PitWall>().AddSingleton<ITiming, TTiming>().AddHostedService<LapFeed>();
}
