namespace Alps.Avalanche;

public interface ISnowProbe
{
    Task<double> DepthAsync();
    Task<double> TemperatureAsync();
}

public interface IRoadGate
{
    Task SetAsync(bool open, CancellationToken ct);
}

internal enum Phase { Sampling, Judging, Closing, Opening, Resting }

internal sealed class AvalancheControl(ISnowProbe probe, IRoadGate gate, ILogger<AvalancheControl> logger) : BackgroundService
{
    private Phase _phase = Phase.Sampling;
    private double _risk;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(); //! HAZARD phases SHUT101

    private async Task RunAsync() //! HAZARD phases SHUT101
    {
        var phase = _phase;
        while (Enum.IsDefined(phase)) //! HAZARD phases SHUT101
        {
            phase = phase switch
            {
                Phase.Sampling => await SampleAsync(),
                Phase.Judging => _risk > 0.6 ? Phase.Closing : Phase.Opening,
                Phase.Closing => await SwitchAsync(false),
                Phase.Opening => await SwitchAsync(true),
                _ => await RestAsync(),
            };
            _phase = phase;
        }
    }

    private async Task<Phase> SampleAsync()
    {
        var depth = await probe.DepthAsync();
        _risk = depth / 3 + (await probe.TemperatureAsync() > 0 ? 0.3 : 0);
        return Phase.Judging;
    }

    private async Task<Phase> SwitchAsync(bool open)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await gate.SetAsync(open, limit.Token);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "The gate does not answer");
        }

        return Phase.Resting;
    }

    private static async Task<Phase> RestAsync()
    {
        await Task.Delay(TimeSpan.FromMinutes(1)); //! HAZARD phases SHUT101 SHUT102
        return Phase.Sampling;
    }
}

internal sealed class ForecastDesk(IRoadGate gate, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var night = new NightRule(gate, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await night.ApplyAsync(clock.GetLocalNow().Hour);
            await Task.Delay(TimeSpan.FromMinutes(10), clock, stoppingToken);
        }
    }

    private sealed class NightRule(IRoadGate gate, CancellationToken ct) : IAsyncDisposable
    {
        public Task ApplyAsync(int hour) => gate.SetAsync(hour is > 5 and < 22, ct);

        public async ValueTask DisposeAsync() => await gate.SetAsync(false, ct); //! HAZARD last SHUT108
    }
}
