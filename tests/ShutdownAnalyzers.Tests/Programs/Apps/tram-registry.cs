namespace Transit.Trams;

public interface ITramRegistry
{
    Task<string> JoinAsync(string depot, CancellationToken cancellationToken);
    Task LeaveAsync(string ticket);
}

public sealed class DepotMembership : IHostedService, IDisposable
{
    private readonly ITramRegistry _registry;
    private readonly ILogger<DepotMembership> _logger;
    private readonly CancellationTokenRegistration _onStopping;
    private string? _ticket;
    private Task _leaving = Task.CompletedTask;

    public DepotMembership(ITramRegistry registry, IHostApplicationLifetime lifetime, ILogger<DepotMembership> logger)
    {
        _registry = registry;
        _logger = logger;
        _onStopping = lifetime.ApplicationStopping.Register(() => _leaving = LeaveAsync());
    }

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _ticket = await _registry.JoinAsync("east", cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _leaving.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _logger.LogWarning("Depot did not confirm our departure");
        }
    }

    public void Dispose() => _onStopping.Dispose();

    private async Task LeaveAsync()
    {
        if (_ticket is not { } ticket) return;

        try
        {
            await _registry.LeaveAsync(ticket);
        }
        catch (HttpRequestException ex)
        {
            _logger.LogWarning(ex, "Leaving failed");
        }
    }
}
