namespace Space.Dish;

public interface IDish
{
    Task TurnAsync(double azimuth);
    Task StowAsync(CancellationToken ct);
}

public interface IPassPlan
{
    IEnumerable<(DateTimeOffset Start, double Azimuth)> Next();
}

public partial class DishControl : IHostedService
{
    private readonly IDish _dish;
    private readonly IPassPlan _plan;
    private readonly TimeProvider _clock;

    public DishControl(IDish dish, IPassPlan plan, TimeProvider clock)
    {
        _dish = dish;
        _plan = plan;
        _clock = clock;
    }

    private async Task FollowAsync()
    {
        while (!Ending)
        {
            foreach (var (start, azimuth) in _plan.Next())
            {
                await SleepUntilAsync(start);
                if (Ending)
                    break;

                await _dish.TurnAsync(azimuth);
            }
        }
    }
}

public partial class DishControl
{
    private readonly CancellationTokenSource _end = new();
    private Task? _following;

    private bool Ending => _end.IsCancellationRequested;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _following = Task.Run(FollowAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await EndAsync(cancellationToken);
        using var stow = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stow.CancelAfter(TimeSpan.FromSeconds(10));
        try
        {
            await _dish.StowAsync(stow.Token);
        }
        catch (OperationCanceledException)
        {
            // it is stowed by hand at the next inspection
        }
    }

    private async Task EndAsync(CancellationToken deadline)
    {
        _end.Cancel();
        if (_following is { IsCompleted: false } following)
            await Task.WhenAny(following, Task.Delay(Timeout.Infinite, deadline));
    }

    private async Task SleepUntilAsync(DateTimeOffset start)
    {
        var left = start - _clock.GetUtcNow();
        if (left > TimeSpan.Zero)
            await Task.Delay(left, _clock, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
