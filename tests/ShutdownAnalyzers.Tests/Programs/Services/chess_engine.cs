namespace Chess.Engine;

public sealed class Search
{
    private readonly ulong[] _table = new ulong[1 << 16];
    private bool _halted; //! HAZARD flag SHUT109
    private long _nodes;

    public long Nodes => Interlocked.Read(ref _nodes);

    public void Halt() => _halted = true; //! HAZARD flag SHUT109

    public ulong Run(ulong position)
    {
        ulong best = position;
        long nodes = 0;
        while (!_halted) //! HAZARD flag SHUT109
        {
            position ^= position << 13;
            position ^= position >> 7;
            position ^= position << 17;
            ref var slot = ref _table[position & 0xFFFF];
            if (slot < position)
                slot = position;

            if (position > best)
                best = position;

            nodes++;
        }

        Interlocked.Add(ref _nodes, nodes);
        return best;
    }
}

public sealed class EngineService(ILogger<EngineService> logger) : IHostedService
{
    private readonly Search _search = new();
    private Task<ulong>? _run;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _run = Task.Run(() => _search.Run(0x9E3779B97F4A7C15));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _search.Halt();
        if (_run is null)
            return;

        try
        {
            var best = await _run.WaitAsync(cancellationToken);
            logger.LogInformation("Best {Best:X} after {Nodes} nodes", best, _search.Nodes);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("The search goes on");
        }
    }
}
