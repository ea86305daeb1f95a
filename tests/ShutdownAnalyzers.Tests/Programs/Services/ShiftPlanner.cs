namespace Nursing.Shifts;

public sealed record ShiftRequest(int Nurse, DateOnly Day, string Kind);

public interface IShiftInbox
{
    Task<ShiftRequest> TakeAsync(CancellationToken ct);
}

public interface IRoster
{
    Task<bool> TryAssignAsync(ShiftRequest request);
    Task RejectAsync(ShiftRequest request);
}

public abstract class InboxWorker<T> : BackgroundService
{
    private CancellationToken _leave;

    protected abstract ValueTask<T> TakeAsync(CancellationToken leave);
    protected abstract Task HandleAsync(T item);

    protected sealed override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _leave = stoppingToken;
        return ServeAsync();
    }

    private async Task ServeAsync()
    {
        for (;;)
        {
            var item = await NextAsync();
            await HandleAsync(item);
        }
    }

    private async ValueTask<T> NextAsync()
    {
        _leave.ThrowIfCancellationRequested();
        return await TakeAsync(_leave);
    }
}

public sealed class ShiftPlanner(IShiftInbox inbox, IRoster roster, ILogger<ShiftPlanner> logger) : InboxWorker<ShiftRequest>
{
    private int _assigned;

    protected override async ValueTask<ShiftRequest> TakeAsync(CancellationToken leave) => await inbox.TakeAsync(leave);

    protected override async Task HandleAsync(ShiftRequest item)
    {
        if (item.Day < DateOnly.FromDateTime(DateTime.Today))
        {
            await roster.RejectAsync(item);
            return;
        }

        if (await roster.TryAssignAsync(item)) _assigned++;
        else await roster.RejectAsync(item);

        if (_assigned % 100 == 0)
            logger.LogInformation("{Count} shifts assigned", _assigned);
    }
}
