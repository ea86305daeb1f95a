namespace Travel.Sagas;

public sealed record Saga(Guid Id, string Kind, int Step);

public interface ISagaStore
{
    Task<Saga?> NextAsync(CancellationToken ct);
    Task AdvanceAsync(Saga saga, CancellationToken ct);
    Task PostponeAsync(Saga saga, TimeSpan by, CancellationToken ct);
}

public interface ISagaStep
{
    bool Handles(Saga saga);
    Task RunAsync(Saga saga, CancellationToken ct);
}

public sealed class SagaRunner(ISagaStore store, IEnumerable<ISagaStep> steps, ILogger<SagaRunner> logger) : BackgroundService
{
    private readonly ISagaStep[] _steps = [.. steps];
    private Saga? _current;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                _current = await store.NextAsync(stoppingToken);
                if (_current is null) await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
                else await RunAsync(_current, stoppingToken);
            }
            catch (Exception ex) when (IsOurProblem(ex, stoppingToken))
            {
                await PostponeAsync(stoppingToken);
            }
        }
    }

    private bool IsOurProblem(Exception exception, CancellationToken stop)
    {
        if (stop.IsCancellationRequested) return false;
        logger.LogError(exception, "Saga {Saga} failed", _current?.Id);
        return true;
    }

    private async Task RunAsync(Saga saga, CancellationToken ct)
    {
        foreach (var step in _steps.Where(s => s.Handles(saga)))
            await step.RunAsync(saga, ct);
        await store.AdvanceAsync(saga with { Step = saga.Step + 1 }, CancellationToken.None);
    }

    private async Task PostponeAsync(CancellationToken ct)
    {
        if (_current is { } saga)
            await store.PostponeAsync(saga, TimeSpan.FromMinutes(Math.Pow(2, Math.Min(saga.Step, 6))), ct);
        await Task.Delay(TimeSpan.FromSeconds(1), ct);
    }
}
