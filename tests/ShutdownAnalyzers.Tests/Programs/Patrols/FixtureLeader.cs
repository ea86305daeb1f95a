namespace Club.Fixtures;

public interface ILeaseTable
{
    Task<long?> TryAcquireAsync(string name, TimeSpan duration, CancellationToken ct);
    Task<bool> RenewAsync(string name, long term, TimeSpan duration, CancellationToken ct);
    Task ReleaseAsync(string name, long term, CancellationToken ct);
}

public interface IFixtureMaker
{
    Task MakeAsync(long term, CancellationToken ct);
}

public sealed class FixtureLeader(ILeaseTable leases, IFixtureMaker maker, ILogger<FixtureLeader> logger) : BackgroundService
{
    private const string LeaseName = "fixtures";
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await leases.TryAcquireAsync(LeaseName, Length, stoppingToken) is { } term)
                    await LeadAsync(term, stoppingToken);
                else
                    await Task.Delay(Length / 2, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception ex)
            {
                logger.LogWarning(ex, "Leadership round failed");
                await Task.Delay(TimeSpan.FromSeconds(3), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task LeadAsync(long term, CancellationToken stoppingToken)
    {
        using var office = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var renewal = RenewAsync(term, office);
        logger.LogInformation("Leading term {Term}", term);
        try
        {
            await maker.MakeAsync(term, office.Token);
        }
        catch (OperationCanceledException) when (office.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            logger.LogWarning("Term {Term} was lost to another node", term);
        }
        finally
        {
            await office.CancelAsync();
            await renewal;
            await ReleaseAsync(term);
        }
    }

    private async Task RenewAsync(long term, CancellationTokenSource office)
    {
        try
        {
            do
            {
                await Task.Delay(Length / 3, office.Token);
            }
            while (await leases.RenewAsync(LeaseName, term, Length, office.Token));
        }
        catch (Exception ex)
        {
            if (!office.IsCancellationRequested)
                logger.LogWarning(ex, "Term {Term} cannot be renewed", term);
        }

        await office.CancelAsync();
    }

    private async Task ReleaseAsync(long term)
    {
        using var brief = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await leases.ReleaseAsync(LeaseName, term, brief.Token);
        }
        catch (Exception ex)
        {
            logger.LogInformation(ex, "Term {Term} is left to expire", term);
        }
    }
}
