namespace Platform.ConfigReload;

public interface ISettingsSource
{
    Task<string> VersionAsync(CancellationToken cancellationToken);
    Task ReloadAsync(string version, CancellationToken cancellationToken);
}

public sealed class SettingsReloader : BackgroundService
{
    private readonly ISettingsSource _source;
    private volatile TaskCompletionSource _changed = New();

    public SettingsReloader(ISettingsSource source) => _source = source;

    public void Hint() => Interlocked.Exchange(ref _changed, New()).TrySetResult();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var version = "";
        while (!stoppingToken.IsCancellationRequested)
        {
            var latest = await _source.VersionAsync(stoppingToken);
            if (latest != version)
            {
                await _source.ReloadAsync(latest, stoppingToken);
                version = latest;
            }

            await Task.WhenAny(_changed.Task, Task.Delay(TimeSpan.FromMinutes(2), stoppingToken));
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
