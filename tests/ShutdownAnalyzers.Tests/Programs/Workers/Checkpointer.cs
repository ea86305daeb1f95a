namespace Analytics.Checkpoints;

public interface ICheckpointStore
{
    Task SaveAsync(string job, long rows, CancellationToken cancellationToken);
}

public interface IRowSource
{
    ValueTask<int> ProcessAsync(int rows, CancellationToken cancellationToken);
}

public sealed class Checkpointer : IHostedService, IDisposable
{
    private readonly ICheckpointStore _store;
    private readonly IRowSource _rows;
    private readonly CancellationTokenSource _life = new();
    private Task _work = Task.CompletedTask;
    private long _done;

    public Checkpointer(ICheckpointStore store, IRowSource rows) => (_store, _rows) = (store, rows);

    private CancellationToken Life => _life.Token;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work = WorkAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _life.CancelAsync();
        await Task.WhenAny(_work, Task.Delay(Timeout.Infinite, cancellationToken));
        await _store.SaveAsync("rows", Interlocked.Read(ref _done), Life); //! HAZARD save SHUT108 SHUT211
    }

    public void Dispose() => _life.Dispose();

    private async Task WorkAsync()
    {
        while (!Life.IsCancellationRequested)
        {
            var count = await _rows.ProcessAsync(1_000, Life);
            Interlocked.Add(ref _done, count);
            if (count == 0) await Task.Delay(TimeSpan.FromSeconds(10), Life);
        }
    }
}
