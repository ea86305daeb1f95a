namespace Space.MoonBase;

public interface IAirlock
{
    Task CycleAsync(CancellationToken ct);
    Task SealAsync();
}

public record Orders(string Crew, CancellationToken Recall)
{
    public Orders For(string crew) => this with { Crew = crew };
}

public sealed class Expedition(IAirlock airlock, ILogger<Expedition> logger)
{
    public async Task WalkAsync(Orders orders)
    {
        for (var sortie = 1; ; sortie++)
        {
            await airlock.CycleAsync(orders.Recall);
            logger.LogInformation("{Crew}: sortie {Sortie}", orders.Crew, sortie);
            await Task.Delay(TimeSpan.FromHours(4), orders.Recall);
        }
    }
}

public sealed class MoonBase : BackgroundService
{
    private static readonly string[] Crews = ["red", "blue"];
    private readonly Expedition _expedition;
    private readonly IAirlock _airlock;
    private readonly CancellationTokenSource _recall = new();

    public MoonBase(Expedition expedition, IAirlock airlock) => (_expedition, _airlock) = (expedition, airlock);

    public void SolarStorm(TimeSpan warning) => _recall.CancelAfter(warning);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var recalled = stoppingToken.Register(_recall.Cancel);
        var orders = new Orders("", _recall.Token);
        try
        {
            await Task.WhenAll(Crews.Select(crew => _expedition.WalkAsync(orders.For(crew))));
        }
        catch (OperationCanceledException) when (_recall.IsCancellationRequested)
        {
            await _airlock.SealAsync();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _recall.Dispose();
    }
}
