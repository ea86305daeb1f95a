namespace Storage.Replicas;

public interface IReplica
{
    Task<bool> CopyNextAsync(CancellationToken cancellationToken);
}

public abstract class LongRunning : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<Task> _running = [];

    protected CancellationToken Ending => _source.Token;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running.AddRange(Bodies().Select(body => Task.Run(body)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD order SHUT208 SHUT210 SHUT205
    {
        Console.WriteLine($"{_running.Count(t => !t.IsCompleted)} loops to end");
        await Task.WhenAll(_running); //! HAZARD order SHUT208 SHUT210 SHUT205
        await _source.CancelAsync(); //! HAZARD order SHUT208 SHUT210 SHUT205
    }

    public void Dispose() => _source.Dispose();

    protected abstract IEnumerable<Func<Task>> Bodies();
}

public sealed class ReplicaSync(IEnumerable<IReplica> replicas) : LongRunning
{
    protected override IEnumerable<Func<Task>> Bodies()
    {
        foreach (var replica in replicas)
            yield return () => SyncAsync(replica);
    }

    private async Task SyncAsync(IReplica replica)
    {
        while (!Ending.IsCancellationRequested)
        {
            if (await replica.CopyNextAsync(Ending)) continue;
            await Task.Delay(TimeSpan.FromSeconds(20), Ending);
        }
    }
}
