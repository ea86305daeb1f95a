namespace Orders.Outbox;

public interface IOutboxTable
{
    Task<List<string>> PendingAsync(int most, CancellationToken ct);
    Task MarkSentAsync(IEnumerable<string> ids, CancellationToken ct);
}

public abstract class ResilientWorker : BackgroundService
{
    private readonly ILogger _logger;

    protected ResilientWorker(ILogger logger) => _logger = logger;

    protected abstract TimeSpan Interval { get; }

    protected abstract Task TickAsync(CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken); //! HAZARD swallow SHUT104
                await TickAsync(stoppingToken);
            }
            catch (Exception ex) //! HAZARD swallow SHUT104
            {
                Report(ex); //! HAZARD swallow SHUT104
            }
        }
    }

    private void Report(Exception ex)
    {
        if (ex is not OperationCanceledException)
            _logger.LogError(ex, "{Worker} failed", GetType().Name);
    }
}

public sealed class OutboxSender : ResilientWorker
{
    private readonly IServiceScopeFactory _scopes;
    private readonly HttpClient _broker;

    public OutboxSender(IServiceScopeFactory scopes, HttpClient broker, ILogger<OutboxSender> logger)
        : base(logger)
    {
        _scopes = scopes;
        _broker = broker;
    }

    protected override TimeSpan Interval => TimeSpan.FromSeconds(3);

    protected override async Task TickAsync(CancellationToken ct)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var table = scope.ServiceProvider.GetRequiredService<IOutboxTable>();
        var pending = await table.PendingAsync(100, ct);
        if (pending.Count == 0)
            return;

        using var response = await _broker.PostAsJsonAsync("messages", pending, ct);
        response.EnsureSuccessStatusCode();
        await table.MarkSentAsync(pending, CancellationToken.None);
    }
}
