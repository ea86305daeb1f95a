namespace Forge.Monitoring;

public interface IThermocouple
{
    string Id { get; }
    Task<int> ReadAsync(CancellationToken cancellationToken);
}

public sealed class ForgeMonitor : BackgroundService
{
    private readonly IReadOnlyList<IThermocouple> _couples;
    private readonly CancellationTokenSource _shift;
    private readonly ILogger<ForgeMonitor> _logger;

    public ForgeMonitor(IEnumerable<IThermocouple> couples, IHostApplicationLifetime lifetime, ILogger<ForgeMonitor> logger)
    {
        _couples = couples.ToList();
        _shift = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_shift.Token, stoppingToken);
        while (!both.IsCancellationRequested)
        {
            foreach (var couple in _couples)
            {
                using (var attempt = Attempt(both.Token))
                {
                    try
                    {
                        _logger.LogDebug("{Id}: {Value}", couple.Id, await couple.ReadAsync(attempt.Token));
                    }
                    catch (OperationCanceledException) when (!both.IsCancellationRequested)
                    {
                        _logger.LogWarning("{Id} is silent", couple.Id);
                    }
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(10), both.Token);
        }
    }

    private static CancellationTokenSource Attempt(CancellationToken token)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(token);
        source.CancelAfter(TimeSpan.FromSeconds(3));
        return source;
    }

    public override void Dispose()
    {
        _shift.Dispose();
        base.Dispose();
    }
}
