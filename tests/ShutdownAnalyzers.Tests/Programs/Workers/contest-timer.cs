namespace Contests.Timers;

public interface IScoreboardApi
{
    Task PublishAsync(string phase, CancellationToken cancellationToken);
}

public sealed class ContestClock : BackgroundService
{
    private readonly IScoreboardApi _api;
    private readonly CancellationTokenSource _over;

    public ContestClock(IScoreboardApi api, IConfiguration configuration)
    {
        _api = api;
        _over = new CancellationTokenSource();
        _over.CancelAfter(TimeSpan.FromHours(configuration.GetValue("Contest:Hours", 5)));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _over.Token);
        try
        {
            for (var minute = 0; ; minute++)
            {
                await _api.PublishAsync($"minute {minute}", either.Token);
                await Task.Delay(TimeSpan.FromMinutes(1), either.Token);
            }
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            await _api.PublishAsync("over", stoppingToken);
        }
    }

    public override void Dispose()
    {
        _over.Dispose();
        base.Dispose();
    }
}
