using System.Collections.Concurrent;

namespace PrintShop;

public sealed record Job(string File, int Copies);

/// <summary>What is to be printed. What is left at the end is written down.</summary>
public sealed class JobQueue : IHostedService
{
    private readonly ConcurrentQueue<Job> _jobs = new();

    public void Add(Job job) => _jobs.Enqueue(job);

    public bool TryTake(out Job? job) => _jobs.TryDequeue(out job);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
        => File.WriteAllLinesAsync("jobs.txt", _jobs.Select(static it => it.ToString()), cancellationToken);
}
