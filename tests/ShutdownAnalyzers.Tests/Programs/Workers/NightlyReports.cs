namespace Reports.Nightly;

public interface IReport
{
    string Name { get; }
    Task BuildAsync(DateOnly day, CancellationToken cancellationToken);
}

internal static class Detached
{
    public static void Forget(this Task task, ILogger logger) //! HAZARD detached SHUT204
        => task.ContinueWith(t => logger.LogError(t.Exception, "Report failed"), TaskContinuationOptions.OnlyOnFaulted);
}

public sealed class NightlyReports(IEnumerable<IReport> reports, TimeProvider clock, ILogger<NightlyReports> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD detached SHUT204
    {
        await Task.Yield();
        foreach (var report in reports)
            RunAsync(report, stoppingToken).Forget(logger); //! HAZARD detached SHUT204
    }

    private async Task RunAsync(IReport report, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = clock.GetLocalNow();
            var tonight = now.Date.AddDays(now.Hour < 2 ? 0 : 1).AddHours(2);
            await Task.Delay(tonight - now.DateTime, clock, stoppingToken);
            await report.BuildAsync(DateOnly.FromDateTime(tonight), stoppingToken);
        }
    }
}
