namespace Tenants.Quota;

public interface IQuotaStore
{
    void ResetExpired(DateTimeOffset now);
}

public sealed class QuotaReset : IHostedService
{
    private readonly IQuotaStore _store;
    private readonly TimeProvider _clock;
    private readonly ILogger<QuotaReset> _logger;
    private Timer? _timer;

    public QuotaReset(IQuotaStore store, TimeProvider clock, ILogger<QuotaReset> logger)
    {
        _store = store;
        _clock = clock;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Schedule(TimeSpan.FromMinutes(1)); //! HAZARD timer SHUT205
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) //! HAZARD timer SHUT205
    {
        _logger.LogInformation("Quota reset ends");
        return Task.CompletedTask;
    }

    private void Schedule(TimeSpan interval)
        => _timer = new Timer(static state => ((QuotaReset)state!).Tick(), this, interval, interval); //! HAZARD timer SHUT205

    private void Tick()
    {
        try
        {
            _store.ResetExpired(_clock.GetUtcNow());
        }
        catch (InvalidOperationException ex)
        {
            _logger.LogWarning(ex, "The quota store is busy");
        }
    }
}
