using System.Collections.Concurrent;
using System.Diagnostics;

namespace Lab.Centrifuges;

public sealed record RunPlan(string Rotor, int Rpm, TimeSpan Length);

public interface IRotorDrive
{
    int ReadRpm();
    void Trim(int rpm);
    Task<RunPlan?> NextPlanAsync(CancellationToken cancellationToken);
    Task SpinAsync(RunPlan plan);
}

public sealed class RotorTrim(IRotorDrive drive, ILogger<RotorTrim> logger) : BackgroundService
{
    private readonly ConcurrentQueue<int> _last = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.LogInformation("Trim starts at {Rpm}", drive.ReadRpm());
        await Task.Run(() => Regulate(Stopwatch.StartNew()), stoppingToken); //! HAZARD start SHUT111 SHUT101
    }

    private void Regulate(Stopwatch watch)
    {
        while (true) //! HAZARD start SHUT111 SHUT101
        {
            var rpm = drive.ReadRpm();
            _last.Enqueue(rpm);
            while (_last.Count > 32)
                _last.TryDequeue(out _);

            var mean = (int)_last.Average();
            if (Math.Abs(rpm - mean) > mean / 50)
                drive.Trim(mean);

            if (watch.Elapsed > TimeSpan.FromMinutes(1))
            {
                logger.LogDebug("Mean {Mean} rpm", mean);
                watch.Restart();
            }

            Thread.Sleep(50);
        }
    }
}

public sealed class RunScheduler : IHostedService, IDisposable
{
    private readonly IRotorDrive _drive;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public RunScheduler(IRotorDrive drive, ILoggerFactory loggers)
    {
        _drive = drive;
        _logger = loggers.CreateLogger("Runs");
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        return _running.WaitAsync(cancellationToken); //! HAZARD throws SHUT211
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync()
    {
        var stop = _stop.Token;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (await _drive.NextPlanAsync(stop) is not { } plan)
                {
                    await Task.Delay(TimeSpan.FromSeconds(5), stop);
                    continue;
                }

                _logger.LogInformation("{Rotor}: {Rpm} rpm for {Length}", plan.Rotor, plan.Rpm, plan.Length);
                await _drive.SpinAsync(plan);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _logger.LogInformation("No further runs");
        }
    }
}
