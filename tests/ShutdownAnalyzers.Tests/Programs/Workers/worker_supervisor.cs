namespace Ops.Supervising;

public interface IShift
{
    string Name { get; }
    Task WorkAsync(CancellationToken cancellationToken);
}

public sealed class Supervisor(IEnumerable<IShift> shifts, ILogger<Supervisor> logger, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = shifts.ToDictionary(shift => BeginAsync(shift, TimeSpan.Zero, stoppingToken));

        while (running.Count > 0)
        {
            var ended = await Task.WhenAny(running.Keys);
            running.Remove(ended, out var shift);
            if (stoppingToken.IsCancellationRequested) continue;

            logger.LogError(ended.Exception, "{Shift} ended, starting it again", shift!.Name);
            running.Add(BeginAsync(shift, TimeSpan.FromSeconds(10), stoppingToken), shift);
        }
    }

    private async Task BeginAsync(IShift shift, TimeSpan delay, CancellationToken ct)
    {
        await Task.Delay(delay, clock, ct);
        logger.LogInformation("{Shift} begins", shift.Name);
        await shift.WorkAsync(ct);
    }
}
