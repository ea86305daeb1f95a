using System.Collections.Concurrent;

namespace Insurance.Claims;

public sealed record Claim(long Id, string Holder, decimal Amount, IReadOnlyList<string> Pictures);

public sealed record Verdict(long Claim, double Risk, string[] Reasons);

public interface IClaimDesk
{
    Task<IReadOnlyList<Claim>> UnscreenedAsync(int max, CancellationToken ct);
    Task DecideAsync(Verdict verdict, CancellationToken ct);
}

public interface IRiskModel
{
    Task<(double Risk, string Reason)> ScoreAsync(string picture);
}

public sealed class Bulkhead : IDisposable
{
    private readonly SemaphoreSlim _slots;

    public Bulkhead(int slots) => _slots = new SemaphoreSlim(slots, slots);

    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        await _slots.WaitAsync(); //! HAZARD slot SHUT102
        try
        {
            ct.ThrowIfCancellationRequested();
            return await work();
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();
}

public sealed class ClaimScreening(IClaimDesk desk, IRiskModel model, ILogger<ClaimScreening> logger) : BackgroundService
{
    private readonly Bulkhead _gpu = new(2);
    private readonly ConcurrentDictionary<string, double> _seen = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var claims = await desk.UnscreenedAsync(25, stoppingToken);
            if (claims.Count == 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(8), stoppingToken);
                continue;
            }

            foreach (var claim in claims)
            {
                var verdict = await ScreenAsync(claim, stoppingToken);
                await desk.DecideAsync(verdict, stoppingToken);
                logger.LogInformation("Claim {Claim}: {Risk:P1}", verdict.Claim, verdict.Risk);
            }
        }
    }

    private async Task<Verdict> ScreenAsync(Claim claim, CancellationToken ct)
    {
        var scores = await Task.WhenAll(claim.Pictures.Select(p => _gpu.RunAsync(() => model.ScoreAsync(p), ct))); //! HAZARD slot SHUT102
        foreach (var (picture, score) in claim.Pictures.Zip(scores))
            _seen[picture] = score.Risk;

        return new Verdict(claim.Id, scores.Select(s => s.Risk).DefaultIfEmpty(0).Max(), [.. scores.Where(s => s.Risk > 0.7).Select(s => s.Reason)]);
    }

    public override void Dispose()
    {
        base.Dispose();
        _gpu.Dispose();
    }
}
