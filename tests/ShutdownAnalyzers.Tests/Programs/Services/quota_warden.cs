namespace Storage.Quotas;

public sealed record Usage(string Tenant, long Bytes, long Limit);

public interface IUsageReader
{
    IAsyncEnumerable<Usage> ReadAsync(CancellationToken ct);
}

public interface ITenantGate
{
    Task FreezeAsync(string tenant, CancellationToken ct);
    Task ThawAsync(string tenant, CancellationToken ct);
}

public sealed class QuotaWarden : IHostedService
{
    private readonly IUsageReader _usage;
    private readonly ITenantGate _gate;
    private readonly HashSet<string> _frozen = [];
    private Task _patrol = Task.CompletedTask;

    public QuotaWarden(IUsageReader usage, ITenantGate gate)
    {
        _usage = usage;
        _gate = gate;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var round = new Round(TimeSpan.FromMinutes(2), cancellationToken); //! HAZARD token SHUT206
        _patrol = PatrolAsync(round); //! HAZARD token SHUT206 SHUT205
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(_patrol, Task.Delay(Timeout.Infinite, cancellationToken)); //! HAZARD token SHUT206 SHUT208
    }

    private async Task PatrolAsync(Round round)
    {
        while (await round.NextAsync()) //! HAZARD token SHUT206
        {
            await foreach (var usage in _usage.ReadAsync(round.Token)) //! HAZARD token SHUT206
            {
                if (usage.Bytes > usage.Limit && _frozen.Add(usage.Tenant))
                    await _gate.FreezeAsync(usage.Tenant, round.Token);
                else if (usage.Bytes < usage.Limit * 0.9 && _frozen.Remove(usage.Tenant))
                    await _gate.ThawAsync(usage.Tenant, round.Token);
            }
        }
    }

    private sealed class Round(TimeSpan every, CancellationToken token) //! HAZARD token SHUT206
    {
        public CancellationToken Token { get; } = token; //! HAZARD token SHUT206

        public async Task<bool> NextAsync()
        {
            try
            {
                await Task.Delay(every, Token); //! HAZARD token SHUT206
                return true;
            }
            catch (OperationCanceledException) when (Token.IsCancellationRequested)
            {
                return false;
            }
        }
    }
}
