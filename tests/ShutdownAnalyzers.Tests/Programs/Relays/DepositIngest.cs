namespace Archive.Deposits;

public sealed record Deposit(string Accession, string Path, long Bytes);

public interface IDepositBox
{
    Task<string> OpenAsync(string reader, CancellationToken cancellationToken);
    Task<Deposit?> TakeAsync(string session, CancellationToken cancellationToken);
    Task ReleaseAsync(string session);
}

public interface IManifest
{
    void Add(Deposit deposit);
    int Pending { get; }
    Task CommitAsync(CancellationToken cancellationToken);
}

public interface IVault
{
    Task StoreAsync(Deposit deposit, CancellationToken cancellationToken);
}

public sealed class DepositIngest : BackgroundService
{
    private readonly IDepositBox _box;
    private readonly IVault _vault;
    private readonly ILogger<DepositIngest> _logger;

    public DepositIngest(IDepositBox box, IVault vault, ILogger<DepositIngest> logger)
    {
        _box = box;
        _vault = vault;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var session = await _box.OpenAsync(Environment.MachineName, stoppingToken);
        _logger.LogInformation("Deposit box opened as {Session}", session);

        while (!stoppingToken.IsCancellationRequested) //! HAZARD release SHUT107
        {
            var deposit = await _box.TakeAsync(session, stoppingToken); //! HAZARD release SHUT107
            if (deposit is null)
            {
                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken); //! HAZARD release SHUT107
                continue;
            }

            try
            {
                await _vault.StoreAsync(deposit, stoppingToken);
            }
            catch (IOException ex)
            {
                _logger.LogError(ex, "{Accession} could not be stored", deposit.Accession);
            }
        }

        await _box.ReleaseAsync(session); //! HAZARD release SHUT107
        _logger.LogInformation("Deposit box released");
    }
}

public interface ICensus
{
    IAsyncEnumerable<Deposit> NewAsync(DateTimeOffset since, CancellationToken cancellationToken);
}

public abstract class ManifestWriter(IManifest manifest, ILogger logger) : BackgroundService
{
    protected abstract Task FillAsync(IManifest manifest, CancellationToken cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await FillAsync(manifest, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("{Writer} is stopping with {Pending} entries", GetType().Name, manifest.Pending);
        }
        finally
        {
            await FinishAsync(stoppingToken); //! HAZARD commit SHUT108
        }
    }

    private async Task FinishAsync(CancellationToken token)
    {
        if (manifest.Pending > 0)
            await manifest.CommitAsync(token); //! HAZARD commit SHUT108
    }
}

public sealed class AccessionManifest(ICensus census, IManifest manifest, TimeProvider clock, ILogger<AccessionManifest> logger)
    : ManifestWriter(manifest, logger)
{
    protected override async Task FillAsync(IManifest manifest, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow().AddDays(-1);
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(15), clock);
        do
        {
            var began = clock.GetUtcNow();
            await foreach (var deposit in census.NewAsync(since, cancellationToken))
                manifest.Add(deposit);

            since = began;
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}

public static class DepositServices
{
    public static IServiceCollection AddDeposits(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddHostedService<DepositIngest>();
        services.AddHostedService<AccessionManifest>();
        return services;
    }
}
