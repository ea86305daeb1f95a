namespace Theatre.Cues;

public interface ICueDesk
{
    Task GoAsync(int cue, CancellationToken cancellationToken);
    Task BlackoutAsync();
}

public sealed class CuePlayer : IHostedService, IDisposable
{
    private readonly ICueDesk _desk;
    private readonly CancellationTokenSource _curtain = new();
    private readonly CancellationTokenRegistration _onStopping;
    private Task _show = Task.CompletedTask;

    public CuePlayer(ICueDesk desk, IHostApplicationLifetime lifetime)
    {
        _desk = desk;
        _onStopping = lifetime.ApplicationStopping.Register(static s => ((CancellationTokenSource)s!).Cancel(), _curtain);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _show = ShowAsync(_curtain.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
        => await _show.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public void Dispose()
    {
        _onStopping.Dispose();
        _curtain.Dispose();
    }

    private async Task ShowAsync(CancellationToken curtain)
    {
        try
        {
            for (var cue = 1; ; cue++)
            {
                await _desk.GoAsync(cue, curtain);
                await Task.Delay(TimeSpan.FromSeconds(15), curtain);
            }
        }
        catch (OperationCanceledException) when (curtain.IsCancellationRequested)
        {
            await _desk.BlackoutAsync();
        }
    }
}
