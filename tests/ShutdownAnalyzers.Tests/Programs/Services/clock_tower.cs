namespace Church.Clock;

public interface IBell
{
    void Strike();
}

public abstract class Mechanism : IHostedService
{
    public virtual Task StartAsync(CancellationToken cancellationToken)
    {
        Wind();
        return Task.CompletedTask;
    }

    public virtual Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected abstract void Wind();
}

public sealed class ClockTower : Mechanism, IDisposable
{
    private readonly IBell _bell;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _halt = new();
    private Task _hands = Task.CompletedTask;

    public ClockTower(IBell bell, TimeProvider clock)
    {
        _bell = bell;
        _clock = clock;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _halt.CancelAsync();
        await Task.WhenAny(_hands, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public void Dispose() => _halt.Dispose();

    protected override void Wind() => _hands = TurnAsync(_halt.Token);

    private async Task TurnAsync(CancellationToken halt)
    {
        while (!halt.IsCancellationRequested)
        {
            var now = _clock.GetLocalNow();
            var next = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, now.Offset).AddHours(1);
            await Task.Delay(next - now, _clock, halt);

            var strokes = next.Hour % 12 is 0 ? 12 : next.Hour % 12;
            for (var i = 0; i < strokes && !halt.IsCancellationRequested; i++)
            {
                _bell.Strike();
                await Task.Delay(1800, halt);
            }
        }
    }
}

public static class ClockModule
{
    public static IServiceCollection AddClockTower<TBell>(this IServiceCollection services) where TBell : class, IBell
        => services.AddSingleton(TimeProvider.System).AddSingleton<IBell, TBell>().AddHostedService<ClockTower>();
}
