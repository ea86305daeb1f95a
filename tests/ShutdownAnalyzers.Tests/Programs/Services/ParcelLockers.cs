using System.Net;

namespace Parcels.Lockers;

internal enum Outcome { Idle, Handled, Failed }

public sealed record LockerEvent(long Id, string Locker, string Kind);

public interface ILockerFeed
{
    Task<LockerEvent?> NextAsync(CancellationToken cancellationToken);
}

public interface ICourierDesk
{
    Task NotifyAsync(LockerEvent e, CancellationToken cancellationToken);
}

public sealed class LockerWatch : BackgroundService
{
    private readonly ILockerFeed _feed;
    private readonly ICourierDesk _desk;
    private readonly ILogger<LockerWatch> _log;
    private readonly TimeSpan _idle;

    public LockerWatch(ILockerFeed feed, ICourierDesk desk, IConfiguration configuration, ILogger<LockerWatch> log)
    {
        _feed = feed;
        _desk = desk;
        _log = log;
        _idle = configuration.GetValue("Lockers:Idle", TimeSpan.FromSeconds(8));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (true) //! HAZARD swallowed SHUT104 SHUT101
        {
            failures = await StepAsync(stoppingToken) switch //! HAZARD swallowed SHUT104 SHUT101
            {
                Outcome.Failed => failures + 1,
                Outcome.Handled => 0,
                _ => failures,
            };

            if (failures == 20)
                _log.LogCritical("The locker feed has failed {Count} times in a row", failures);
        }
    }

    private async Task<Outcome> StepAsync(CancellationToken token)
    {
        try
        {
            if (await _feed.NextAsync(token) is { } next)
            {
                await _desk.NotifyAsync(next, token);
                return Outcome.Handled;
            }

            await Task.Delay(_idle, token);
            return Outcome.Idle;
        }
        catch (HttpRequestException ex) when (ex.StatusCode == HttpStatusCode.NotFound)
        {
            return Outcome.Idle;
        }
        catch (Exception ex) //! HAZARD swallowed SHUT104 SHUT101
        {
            _log.LogError(ex, "Step failed");
            return Outcome.Failed;
        }
    }
}
