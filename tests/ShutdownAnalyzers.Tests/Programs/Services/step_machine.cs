namespace Packing.Line;

public interface ILine
{
    Task<bool> BoxReadyAsync(CancellationToken ct);
    Task FillAsync(CancellationToken ct);
    Task SealAsync(CancellationToken ct);
}

internal sealed class PackingLine(ILine line, ILogger<PackingLine> logger) : BackgroundService
{
    private delegate Task<State?> State(CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        State? state = WaitForBox;
        while (state is not null)
            state = await state(stoppingToken);
    }

    private async Task<State?> WaitForBox(CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
            return null;

        if (await line.BoxReadyAsync(ct))
            return Fill;

        await Task.Delay(TimeSpan.FromMilliseconds(300), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return WaitForBox;
    }

    private async Task<State?> Fill(CancellationToken ct)
    {
        // a box that was begun is finished: seconds, not minutes
        await line.FillAsync(CancellationToken.None);
        return Seal;
    }

    private async Task<State?> Seal(CancellationToken ct)
    {
        await line.SealAsync(CancellationToken.None);
        logger.LogDebug("A box is sealed");
        return WaitForBox;
    }
}
