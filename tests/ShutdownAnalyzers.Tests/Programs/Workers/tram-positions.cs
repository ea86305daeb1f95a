namespace City.Trams;

public interface ITramRadio
{
    ValueTask<(int Line, int Car, double Kilometre)> NextAsync(CancellationToken cancellationToken);
}

public interface IPositionMap
{
    void Move(int line, int car, double kilometre);
}

public abstract class EndlessPump<T> : BackgroundService
{
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await OpenAsync(stoppingToken);
        for (;;)
            Push(await PullAsync(stoppingToken));
    }

    protected virtual Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    protected abstract ValueTask<T> PullAsync(CancellationToken cancellationToken);
    protected abstract void Push(T item);
}

public sealed class TramPositions(ITramRadio radio, IPositionMap map) : EndlessPump<(int Line, int Car, double Kilometre)>
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    protected override ValueTask<(int Line, int Car, double Kilometre)> PullAsync(CancellationToken cancellationToken)
        => radio.NextAsync(cancellationToken);

    protected override void Push((int Line, int Car, double Kilometre) item)
    {
        Interlocked.Increment(ref _count);
        map.Move(item.Line, item.Car, item.Kilometre);
    }
}
