namespace Coffee.Roastery;

public enum RoastState { Idle, Heating, Roasting, Cooling }

public interface IRoaster
{
    RoastState State { get; }
    event EventHandler<RoastState> Changed;
    Task CoolDownAsync(CancellationToken ct);
}

internal static class CancellationExtensions
{
    public static Task AsTask(this CancellationToken token, out CancellationTokenRegistration registration)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        registration = token.Register(static s => ((TaskCompletionSource)s!).TrySetResult(), ended);
        return ended.Task;
    }
}

public sealed class RoastJournal : BackgroundService
{
    private readonly IRoaster _roaster;
    private readonly ILogger<RoastJournal> _logger;

    public RoastJournal(IRoaster roaster, ILogger<RoastJournal> logger)
    {
        _roaster = roaster;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var stopped = stoppingToken.AsTask(out var registration);
        _roaster.Changed += OnChanged;
        try
        {
            await stopped;
        }
        finally
        {
            _roaster.Changed -= OnChanged;
            await registration.DisposeAsync();
        }
    }

    private void OnChanged(object? sender, RoastState state) => _logger.LogInformation("Roaster is {State}", state);
}

public sealed class BatchRunner(IRoaster roaster, ILogger<BatchRunner> logger) : BackgroundService
{
    private int _batches;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            if (!await ReachedAsync(RoastState.Cooling, stoppingToken))
                break;

            _batches++;
        }

        if (roaster.State is RoastState.Heating or RoastState.Roasting)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            await roaster.CoolDownAsync(limit.Token);
        }

        logger.LogInformation("{Count} batches", _batches);
    }

    private async Task<bool> ReachedAsync(RoastState wanted, CancellationToken ct)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        roaster.Changed += OnChanged;
        try
        {
            await reached.Task.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return !ct.IsCancellationRequested;
        }
        finally
        {
            roaster.Changed -= OnChanged;
        }

        void OnChanged(object? sender, RoastState state)
        {
            if (state == wanted)
                reached.TrySetResult();
        }
    }
}
