using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Cluster.Gossip;

public interface IPeerLink
{
    Task<ImmutableHashSet<string>> ExchangeAsync(string peer, ImmutableHashSet<string> known, CancellationToken ct);
}

public sealed class GossipNode(IPeerLink link, IConfiguration configuration, ILogger<GossipNode> logger) : BackgroundService
{
    private ImmutableHashSet<string> _known = configuration.GetSection("Seeds").Get<string[]>()?.ToImmutableHashSet() ?? [];

    public ImmutableHashSet<string> Known => _known;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var peer in PeersAsync(stoppingToken))
        {
            try
            {
                var theirs = await link.ExchangeAsync(peer, _known, stoppingToken);
                ImmutableInterlocked.Update(ref _known, static (mine, more) => mine.Union(more), theirs);
            }
            catch (IOException)
            {
                ImmutableInterlocked.Update(ref _known, static (mine, gone) => mine.Remove(gone), peer);
                logger.LogInformation("{Peer} is forgotten", peer);
            }
        }
    }

    // never ends by itself, only with its token
    private async IAsyncEnumerable<string> PeersAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1 + Random.Shared.NextDouble()), ct);
            var peers = _known;
            if (peers.Count > 0)
                yield return peers.ElementAt(Random.Shared.Next(peers.Count));
        }
    }
}
