namespace Bank.Ledger;

public interface IDatabaseProbe
{
    Task<bool> IsReadyAsync();
    Task MigrateAsync(CancellationToken cancellationToken);
}

public interface ILeaderElection
{
    event Action<string> LeaderChosen;
    Task CampaignAsync(string node, CancellationToken cancellationToken);
    Task ResignAsync(string node, CancellationToken cancellationToken);
}

/// <summary>Nothing may post before the schema is there, so this one runs first.</summary>
public sealed class SchemaGate(IDatabaseProbe probe, ILogger<SchemaGate> logger) : IHostedService
{
    private const int Seconds = 5;

    public async Task StartAsync(CancellationToken cancellationToken) //! HAZARD schema SHUT207
    {
        await WaitForDatabaseAsync(); //! HAZARD schema SHUT207
        await probe.MigrateAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WaitForDatabaseAsync()
    {
        for (var attempt = 1; ; attempt++) //! HAZARD schema SHUT207
        {
            if (await probe.IsReadyAsync()) return;

            logger.LogWarning("Database is not ready, attempt {Attempt}", attempt);
            await Task.Delay(TimeSpan.FromSeconds(Seconds)); //! HAZARD schema SHUT207
        }
    }
}

public sealed class LeaderGate : IHostedLifecycleService
{
    private readonly string _node = $"{Environment.MachineName}/{Environment.ProcessId}";
    private readonly TaskCompletionSource<string> _chosen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILeaderElection _election;
    private readonly ILogger<LeaderGate> _logger;

    public LeaderGate(ILeaderElection election, ILogger<LeaderGate> logger)
    {
        _election = election;
        _logger = logger;
    }

    public async Task StartingAsync(CancellationToken cancellationToken) //! HAZARD leader SHUT207
    {
        _election.LeaderChosen += OnChosen;
        await _election.CampaignAsync(_node, cancellationToken);
        var leader = await _chosen.Task; //! HAZARD leader SHUT207
        _logger.LogInformation("{Leader} leads", leader);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _election.LeaderChosen -= OnChosen;
        try
        {
            await _election.ResignAsync(_node, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _logger.LogWarning("Resigning took too long");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void OnChosen(string leader) => _chosen.TrySetResult(leader);
}

public static class LedgerServices
{
    public static IServiceCollection AddLedgerGates(this IServiceCollection services) => services
        .AddHostedService<LeaderGate>()
        .AddHostedService<SchemaGate>();
}
