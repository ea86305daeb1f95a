using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace Skirmish.Simulation;

public sealed class SimulationOptions
{
    public int TicksPerSecond { get; set; } = 30;
    public string Checkpoint { get; set; } = "world.bin";
}

public interface IWorld
{
    void Step(TimeSpan elapsed);
    void WriteTo(Stream target);
}

internal sealed class SimulationThread(
    IWorld world,
    IOptions<SimulationOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<SimulationThread> logger) : IHostedService, IDisposable
{
    private readonly ManualResetEventSlim _halt = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan _tick = TimeSpan.FromSeconds(1.0 / options.Value.TicksPerSecond);
    private Thread? _thread;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "simulation", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_thread is null) return;

        _halt.Set();
        try
        {
            await _finished.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("The simulation did not reach its checkpoint in time");
        }
    }

    public void Dispose()
    {
        if (_thread is null || _finished.Task.IsCompleted) _halt.Dispose();
    }

    private void Run()
    {
        try
        {
            Simulate();
            SaveCheckpoint();
        }
        catch (Exception ex)
        {
            logger.LogCritical(ex, "The simulation broke down");
            Environment.ExitCode = 2;
            lifetime.StopApplication();
        }
        finally
        {
            _finished.TrySetResult();
        }
    }

    private void Simulate()
    {
        var watch = Stopwatch.StartNew();
        var simulated = TimeSpan.Zero;

        for (; ; )
        {
            while (watch.Elapsed - simulated >= _tick)
            {
                if (_halt.IsSet) return;
                world.Step(_tick);
                simulated += _tick;
            }

            var ahead = simulated + _tick - watch.Elapsed;
            if (_halt.Wait(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero)) return;
        }
    }

    private void SaveCheckpoint()
    {
        var fresh = options.Value.Checkpoint + ".new";
        using (var file = File.Create(fresh)) world.WriteTo(file);
        File.Move(fresh, options.Value.Checkpoint, overwrite: true);
    }
}
