namespace Fishery.Quota;

public interface ICatchReport
{
    Task<int> PendingAsync(CancellationToken ct);
    Task SubmitAsync(int count, CancellationToken ct);
}

internal sealed class Latest<T>(T value)
{
    private T _value = value;
    public T Exchange(T next)
    {
        lock (this)
        {
            (var old, _value) = (_value, next);
            return old;
        }
    }
}

/// <summary>May be stopped and started again by the harbour master; every round has its own source.</summary>
public sealed class QuotaReporter(ICatchReport reports, ILogger<QuotaReporter> logger) : IHostedService
{
    private sealed record Round(CancellationTokenSource Source, Task Work);

    private readonly Latest<Round?> _round = new(null);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var source = new CancellationTokenSource();
        var next = new Round(source, Task.Run(() => ReportAsync(source.Token), CancellationToken.None));
        await EndAsync(_round.Exchange(next), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => EndAsync(_round.Exchange(null), cancellationToken);

    private static async Task EndAsync(Round? round, CancellationToken deadline)
    {
        if (round is null)
            return;

        using (round.Source)
        {
            await round.Source.CancelAsync();
            await round.Work.WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReportAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                var pending = await reports.PendingAsync(over);
                if (pending > 0)
                    await reports.SubmitAsync(pending, over);

                await Task.Delay(TimeSpan.FromMinutes(20), over);
            }
            catch (Exception ex) when (!over.IsCancellationRequested)
            {
                logger.LogWarning(ex, "Not reported");
                await Task.Delay(TimeSpan.FromMinutes(2), over);
            }
        }
    }
}
