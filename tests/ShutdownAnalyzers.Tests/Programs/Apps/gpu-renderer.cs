using System.Diagnostics;

namespace Render.Farm;

public interface IGpu
{
    void Draw(int tile);
}

public sealed class RenderFarm(IGpu gpu, IHostApplicationLifetime lifetime, ILogger<RenderFarm> logger) : IHostedLifecycleService
{
    private readonly List<Thread> _workers = new(); //! HAZARD workers SHUT509
    private int _tile;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < Environment.ProcessorCount; i++)
        {
            var worker = new Thread(Render, maxStackSize: 1 << 20); //! HAZARD workers SHUT509 SHUT205
            worker.Name = $"render-{i}";
            _workers.Add(worker); //! HAZARD workers SHUT509
        }

        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _workers.ForEach(w => w.Start()); //! HAZARD workers SHUT509 SHUT205
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Render() //! HAZARD workers SHUT509 SHUT101
    {
        while (true) //! HAZARD workers SHUT509 SHUT101
        {
            var tile = Interlocked.Increment(ref _tile);
            var clock = Stopwatch.StartNew();
            gpu.Draw(tile % 4096);

            if (lifetime.ApplicationStopping.IsCancellationRequested)
                logger.LogInformation("Tile {Tile} drawn while stopping ({Elapsed})", tile, clock.Elapsed);
        }
    }
}
