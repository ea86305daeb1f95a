namespace Harbour.Boarding;

public sealed record Passenger(string Ticket, string Name, int Vehicles);

public interface ITurnstile
{
    ValueTask<IReadOnlyList<Passenger>> ReadPassedAsync(CancellationToken ct);
}

public interface IManifest
{
    Task AddAsync(Passenger passenger, CancellationToken ct);
    int Count { get; }
}

public abstract class PacedService(TimeProvider clock, TimeSpan pace) : BackgroundService
{
    private readonly PeriodicTimer _pace = new(pace, clock);

    protected ValueTask<bool> NextTurnAsync() => _pace.WaitForNextTickAsync(); //! HAZARD turn SHUT102 SHUT101

    protected abstract Task TurnAsync(CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD turn SHUT102 SHUT101
    {
        do //! HAZARD turn SHUT102 SHUT101
        {
            if (stoppingToken.IsCancellationRequested)
                return;

            await TurnAsync(stoppingToken);
        }
        while (await NextTurnAsync()); //! HAZARD turn SHUT102 SHUT101
    }

    public override void Dispose()
    {
        _pace.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class FerryBoarding(ITurnstile turnstile, IManifest manifest, TimeProvider clock, ILogger<FerryBoarding> logger)
    : PacedService(clock, TimeSpan.FromMinutes(3))
{
    private int _reported;

    protected override async Task TurnAsync(CancellationToken ct)
    {
        foreach (var passenger in await turnstile.ReadPassedAsync(ct))
            await manifest.AddAsync(passenger, ct);

        if (manifest.Count == _reported)
            return;

        _reported = manifest.Count;
        logger.LogInformation("{Count} passengers are aboard", _reported);
    }
}

public static class BoardingModule
{
    public static IHostApplicationBuilder AddBoarding(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<FerryBoarding>();
        return builder;
    }
}
