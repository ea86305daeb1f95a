namespace Alps.Huts;

public interface IHutRadio
{
    Task<string> CallAsync(int hut, CancellationToken ct);
}

public sealed class HutRound(IHutRadio radio, ILogger<HutRound> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var hut = 1; !stoppingToken.IsCancellationRequested; hut = hut % 12 + 1)
        {
            var answer = await CallAsync(hut, stoppingToken);
            logger.LogInformation("Hut {Hut}: {Answer}", hut, answer ?? "silent");
            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    private async Task<string?> CallAsync(int hut, CancellationToken stop)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(stop); //! HAZARD links SHUT304
        limit.CancelAfter(TimeSpan.FromSeconds(8));
        try
        {
            return await radio.CallAsync(hut, limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
