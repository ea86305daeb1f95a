namespace Fleet.Tracking;

/// <summary>One endless job with its own source: started once, stopped once, waited for with a bound.</summary>
internal sealed class RunningJob : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _source = new();
    private readonly Task _task;

    private RunningJob(Func<CancellationToken, Task> body) => _task = Task.Run(() => body(_source.Token), CancellationToken.None);

    public static RunningJob Start(Func<CancellationToken, Task> body) => new(body);

    public async Task StopAsync(CancellationToken deadline)
    {
        await _source.CancelAsync();
        await _task.WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(Grace);
        await StopAsync(limit.Token);
    }
}

public sealed record Fix(string Vehicle, double Latitude, double Longitude);

public interface IPositionSource
{
    Task<Fix?> PollAsync(string vehicle, CancellationToken ct);
}

public interface ITrackStore
{
    Task AppendAsync(Fix fix, CancellationToken ct);
    Task TrimAsync(TimeSpan age, CancellationToken ct);
}

internal sealed class TrackerService(IPositionSource positions, ITrackStore tracks, IConfiguration configuration, ILogger<TrackerService> logger)
    : IHostedService, IAsyncDisposable
{
    private readonly List<RunningJob> _jobs = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var vehicle in configuration.GetSection("Vehicles").Get<string[]>() ?? [])
            _jobs.Add(RunningJob.Start(ct => FollowAsync(vehicle, ct)));

        _jobs.Add(RunningJob.Start(TrimAsync));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
        => Task.WhenAll(_jobs.Select(job => job.StopAsync(cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        foreach (var job in _jobs) await job.DisposeAsync();
        _jobs.Clear();
    }

    private async Task FollowAsync(string vehicle, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                if (await positions.PollAsync(vehicle, ct) is { } fix)
                    await tracks.AppendAsync(fix, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                logger.LogWarning(e, "{Vehicle} is lost", vehicle);
            }

            await Task.Delay(TimeSpan.FromSeconds(10), ct);
        }
    }

    private async Task TrimAsync(CancellationToken ct)
    {
        do
        {
            await tracks.TrimAsync(TimeSpan.FromDays(30), ct);
        }
        while (!ct.WaitHandle.WaitOne(TimeSpan.FromHours(6)));
    }
}

public static class TrackingServices
{
    public static IServiceCollection AddTracking(this IServiceCollection services) => services.AddHostedService<TrackerService>();
}
