namespace Club.Scores;

public sealed record Score(Guid Match, int Home, int Away);

public interface IScoreSource
{
    IAsyncEnumerable<Score> WatchAsync(CancellationToken ct);
}

public interface ISubscribers
{
    Task PushAsync(Score score, CancellationToken ct);
}

public sealed class ScoreRelay(IScoreSource source, ISubscribers subscribers, ILogger<ScoreRelay> logger) : IHostedService, IAsyncDisposable
{
    private CancellationTokenSource? _running;
    private Task _relay = Task.CompletedTask;

    internal TaskCompletionSource? Idle { get; set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _relay = RelayAsync(_running.Token);
        return _relay.IsFaulted ? _relay : Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_running is null)
            return;

        await _running.CancelAsync();
        await _relay.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _running, null) is not { } running)
            return;

        await running.CancelAsync();
        running.Dispose();
    }

    private async Task RelayAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var pushes = new List<Task>();
            try
            {
                await foreach (var score in source.WatchAsync(ct))
                {
                    pushes.RemoveAll(push => push.IsCompleted);
                    pushes.Add(PushAsync(score));
                    Idle?.TrySetResult();
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                logger.LogInformation("Scores are no longer relayed");
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Score source broke off");
            }

            await Task.WhenAll(pushes);
            await Task.Delay(1000, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PushAsync(Score score)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await subscribers.PushAsync(score, limit.Token);
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "{Match} not pushed", score.Match);
        }
    }
}
