using System.Collections.Concurrent;
using System.Threading.Tasks.Dataflow;

namespace School.Presence;

public sealed record Attendance(string Pupil, string Room, DateTimeOffset At);

public interface IRoomPanel
{
    string Room { get; }
    Task<bool> PingAsync(CancellationToken cancellationToken);
    Task DismissClassAsync();
}

public interface IAttendanceBook
{
    Task EnterAsync(Attendance attendance);
}

public sealed class PanelWatch : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, IRoomPanel> _open;
    private readonly ILogger<PanelWatch> _logger;
    private Task _watching = Task.CompletedTask;

    public PanelWatch(IEnumerable<IRoomPanel> panels, ILogger<PanelWatch> logger)
    {
        _open = new(panels.ToDictionary(panel => panel.Room));
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watching = Task.Run(() => WatchAsync(_stop.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD dismiss SHUT210
    {
        await _stop.CancelAsync();
        await _watching; //! HAZARD dismiss SHUT210

        try
        {
            await Task.WhenAll(_open.Values.Select(panel => panel.DismissClassAsync())); //! HAZARD dismiss SHUT210
        }
        catch (Exception ex)
        {
            _logger.LogWarning(ex, "A class was not dismissed");
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task WatchAsync(CancellationToken stop)
    {
        do
        {
            foreach (var panel in _open.Values)
            {
                try
                {
                    if (!await panel.PingAsync(stop)) _open.TryRemove(panel.Room, out _);
                }
                catch (Exception ex) when (!stop.IsCancellationRequested)
                {
                    _logger.LogInformation(ex, "{Room} does not answer", panel.Room);
                }
                catch (Exception)
                {
                    return;
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(10), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!stop.IsCancellationRequested);
    }
}

public sealed class AttendanceWriter : IHostedService
{
    private readonly ActionBlock<Attendance> _entries;

    public AttendanceWriter(IAttendanceBook book, ILogger<AttendanceWriter> logger)
    {
        _entries = new ActionBlock<Attendance>(async attendance =>
        {
            try
            {
                await book.EnterAsync(attendance);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "{Pupil} is missing in the book", attendance.Pupil);
            }
        }, new ExecutionDataflowBlockOptions { BoundedCapacity = 10_000, MaxDegreeOfParallelism = 4 });
    }

    public bool Enter(Attendance attendance) => _entries.Post(attendance);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _entries.Complete();
        return _entries.Completion.WaitAsync(cancellationToken); //! HAZARD book SHUT211
    }
}

public static class PresenceServices
{
    public static IServiceCollection AddPresence(this IServiceCollection services) => services
        .AddSingleton<AttendanceWriter>()
        .AddHostedService(sp => sp.GetRequiredService<AttendanceWriter>())
        .AddHostedService<PanelWatch>();
}
