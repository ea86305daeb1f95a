namespace Stats.Rolling;

public interface IStatsTable
{
    Task RollAsync(DateTimeOffset upTo, CancellationToken cancellationToken);
}

internal sealed class StatsRoller : IHostedService, IDisposable
{
    private readonly IStatsTable _table;
    private readonly Timer _timer;
    private int _busy;

    public StatsRoller(IStatsTable table)
    {
        _table = table;
        _timer = new(async _ => await RollAsync(), null, Timeout.Infinite, Timeout.Infinite); //! HAZARD tick SHUT209
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer.Change(TimeSpan.Zero, TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) //! HAZARD tick SHUT209
    {
        _timer.Change(Timeout.Infinite, Timeout.Infinite); //! HAZARD tick SHUT209
        return Task.CompletedTask;
    }

    public void Dispose() => _timer.Dispose(); //! HAZARD tick SHUT209

    private async Task RollAsync() //! HAZARD tick SHUT209
    {
        if (Interlocked.Exchange(ref _busy, 1) == 1) return;
        try
        {
            await _table.RollAsync(DateTimeOffset.UtcNow, CancellationToken.None);
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e.Message);
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }
}
