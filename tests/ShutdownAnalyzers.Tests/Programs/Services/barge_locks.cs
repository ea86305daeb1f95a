namespace Canal.Locks;

public interface IChamber
{
    Task<double> LevelAsync(CancellationToken ct);
    Task SluiceAsync(double opening, CancellationToken ct);
}

public sealed class ChamberOperator : IHostedService, IAsyncDisposable
{
    private readonly IChamber _chamber;
    private readonly ILogger<ChamberOperator> _logger;
    private CancellationTokenSource? _shift;
    private Task _operating = Task.CompletedTask;

    public ChamberOperator(IChamber chamber, ILogger<ChamberOperator> logger) => (_chamber, _logger) = (chamber, logger);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // like BackgroundService: an aborted start ends the shift as well
        _shift = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _operating = OperateAsync(_shift.Token);
        return _operating.IsCompleted ? _operating : Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_shift is null)
            return;

        try
        {
            await _shift.CancelAsync();
        }
        finally
        {
            var expired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using (cancellationToken.Register(static s => ((TaskCompletionSource)s!).TrySetResult(), expired))
                await Task.WhenAny(_operating, expired.Task);
        }
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _shift, null)?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task OperateAsync(CancellationToken shift)
    {
        try
        {
            while (true)
            {
                var level = await _chamber.LevelAsync(shift);
                await _chamber.SluiceAsync(level > 4.2 ? 0.3 : 0, shift);
                await Task.Delay(TimeSpan.FromSeconds(15), shift);
            }
        }
        catch (OperationCanceledException) when (shift.IsCancellationRequested)
        {
            using var closing = new CancellationTokenSource(TimeSpan.FromSeconds(6));
            await _chamber.SluiceAsync(0, closing.Token);
        }
        catch (IOException ex)
        {
            _logger.LogCritical(ex, "The chamber is out of control");
        }
    }
}
