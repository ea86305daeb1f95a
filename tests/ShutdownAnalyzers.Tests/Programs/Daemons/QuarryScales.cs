namespace Quarry.Weighing;

public interface ILoadCell
{
    int Raw { get; }
    ValueTask<int> SampleAsync(CancellationToken ct);
}

/// <summary>The cell needs busy sampling: its register holds a value for some microseconds only.</summary>
public sealed class PeakSampler : IHostedService
{
    private readonly int[] _register;
    private Thread? _thread;
    private bool _running;
    private int _peak;

    public PeakSampler(int[] register) => _register = register;

    public int Peak => Volatile.Read(ref _peak);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = true;
        _thread = new Thread(Sample) { IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _running = false;
        _thread?.Join(TimeSpan.FromSeconds(2));
        return Task.CompletedTask;
    }

    private void Sample()
    {
        var peak = 0;
        while (_running) //! HAZARD flag SHUT109
        {
            var value = _register[0];
            if (value > peak)
            {
                peak = value;
                _peak = value;
            }
        }
    }
}

public sealed class AxleCounter(ILoadCell cell, ILogger<AxleCounter> logger) : BackgroundService
{
    private readonly CancellationTokenSource _lifetime = new(); //! HAZARD source SHUT110
    private int _axles;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => CountAsync(_lifetime.Token); //! HAZARD source SHUT110

    private async Task CountAsync(CancellationToken ct)
    {
        var pressed = false;
        while (!ct.IsCancellationRequested)
        {
            var now = await cell.SampleAsync(ct) > 400;
            if (now && !pressed)
                logger.LogDebug("Axle {Number}", ++_axles);
            pressed = now;
        }
    }

    public override void Dispose()
    {
        _lifetime.Dispose();
        base.Dispose();
    }
}

public sealed class DustSprinkler(ILoadCell cell) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.Run(Cycle, stoppingToken); //! HAZARD cycle SHUT111

    private void Cycle()
    {
        var wet = 0;
        while (true) //! HAZARD cycle SHUT101
        {
            if (cell.Raw > 100)
                wet++;
            if (wet % 50 == 0)
                Thread.Yield();
        }
    }
}

public static class QuarryServices
{
    public static void AddQuarry(this IServiceCollection services)
    {
        services.AddSingleton(new int[1]);
        services.AddSingleton<PeakSampler>();
        services.AddHostedService(sp => sp.GetRequiredService<PeakSampler>());
        services.AddHostedService<AxleCounter>();
        services.AddHostedService<DustSprinkler>();
    }
}
