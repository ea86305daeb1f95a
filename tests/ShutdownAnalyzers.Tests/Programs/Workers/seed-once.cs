namespace Demo.Seeding;

public interface ISeedTarget
{
    ValueTask<bool> IsEmptyAsync(CancellationToken cancellationToken);
    ValueTask AddAsync(string name, int amount, CancellationToken cancellationToken);
}

public sealed class SeedOnce : BackgroundService
{
    private static readonly (string Name, int Amount)[] Defaults =
    [
        ("flour", 40),
        ("sugar", 25),
        ("yeast", 3),
    ];

    private readonly ISeedTarget _target;
    private readonly IHostApplicationLifetime _lifetime;

    public SeedOnce(ISeedTarget target, IHostApplicationLifetime lifetime)
    {
        _target = target;
        _lifetime = lifetime;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await StartedAsync(stoppingToken)) return;
        if (!await _target.IsEmptyAsync(stoppingToken)) return;

        foreach (var (name, amount) in Defaults)
            await _target.AddAsync(name, amount, stoppingToken);
    }

    private async Task<bool> StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStart = _lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await using var onStop = stoppingToken.Register(() => started.TrySetCanceled(stoppingToken));
        return await Task.WhenAny(started.Task) == started.Task && started.Task.IsCompletedSuccessfully;
    }
}
