namespace Elections.PollingStation;

public interface IBallotScanner
{
    Task OpenAsync(CancellationToken cancellationToken);
    Task<int> CountAsync(CancellationToken cancellationToken);
    Task SealAsync(CancellationToken cancellationToken);
}

public class StationService : IHostedLifecycleService
{
    private readonly IBallotScanner _scanner;
    private readonly ILogger<StationService> _logger;
    private readonly CancellationTokenSource _closing = new();
    private Task? _counting;

    public StationService(IBallotScanner scanner, ILogger<StationService> logger)
    {
        _scanner = scanner;
        _logger = logger;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => _scanner.OpenAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _counting = CountAsync();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => _closing.CancelAsync();

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_counting is { } counting)
            await Task.WhenAny(counting, Task.Delay(-1, cancellationToken));
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _scanner.SealAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _logger.LogWarning("The scanner could not be sealed in time");
        }
    }

    private async Task CountAsync()
    {
        var token = _closing.Token;
        while (!token.IsCancellationRequested)
        {
            try
            {
                _logger.LogInformation("{Ballots} ballots", await _scanner.CountAsync(token));
            }
            catch (Exception ex)
            {
                if (token.IsCancellationRequested)
                    return;

                _logger.LogError(ex, "Counting failed");
            }

            await Task.Delay(TimeSpan.FromSeconds(30), token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }
}
