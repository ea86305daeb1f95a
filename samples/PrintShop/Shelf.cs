namespace PrintShop;

/// <summary>Where printed things wait for their customers.</summary>
public sealed class Shelf(string name, JobQueue queue) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        queue.Add(new Job($"label of {name}", 1));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
