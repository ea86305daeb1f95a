using Microsoft.Extensions.Options;

namespace Harbour.Cranes;

public sealed class CraneOptions
{
    public int MaxTons { get; set; } = 40;
    public TimeSpan Idle { get; set; } = TimeSpan.FromSeconds(5);
}

public interface ICrane
{
    Task<bool> HookAsync(int maxTons, CancellationToken ct);
    Task LowerAsync();
}

public sealed partial class CraneMachine : BackgroundService
{
    private enum Phase { Idle, Hooking, Moving, Lowering, Parked }

    private readonly ICrane _crane;
    private readonly IOptionsMonitor<CraneOptions> _options;
    private readonly IDisposable? _changes;
    private readonly ILogger<CraneMachine> _logger;
    private Phase _phase;

    public CraneMachine(ICrane crane, IOptionsMonitor<CraneOptions> options, ILogger<CraneMachine> logger)
    {
        _crane = crane;
        _options = options;
        _logger = logger;
        _changes = options.OnChange(o => logger.LogInformation("Limit is now {Tons} t", o.MaxTons));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_phase != Phase.Parked)
        {
            _phase = await StepAsync(stoppingToken);
            Entered(_phase);
        }
    }

    public override void Dispose()
    {
        _changes?.Dispose();
        base.Dispose();
    }
}

public sealed partial class CraneMachine
{
    private async Task<Phase> StepAsync(CancellationToken ct)
    {
        try
        {
            switch (_phase)
            {
                case Phase.Idle:
                    await Task.Delay(_options.CurrentValue.Idle, ct);
                    return Phase.Hooking;
                case Phase.Hooking:
                    return await _crane.HookAsync(_options.CurrentValue.MaxTons, ct) ? Phase.Moving : Phase.Idle;
                case Phase.Moving:
                    await Task.Delay(TimeSpan.FromSeconds(40), ct);
                    return Phase.Lowering;
                default:
                    await _crane.LowerAsync();
                    return ct.IsCancellationRequested ? Phase.Parked : Phase.Idle;
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return _phase is Phase.Moving ? Phase.Lowering : Phase.Parked;
        }
    }

    private void Entered(Phase phase) => _logger.LogDebug("Crane enters {Phase}", phase);
}
