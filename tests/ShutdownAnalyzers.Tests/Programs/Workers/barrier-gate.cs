namespace Parking.Gates;

public interface IGate
{
    string Id { get; }
    ValueTask<string?> PlateAsync(CancellationToken cancellationToken);
    Task OpenAsync(CancellationToken cancellationToken);
    Task<bool> LowerAsync(CancellationToken cancellationToken);
}

public interface IPermits
{
    bool Allowed(string plate);
}

public sealed class GateKeeper(IGate gate, IPermits permits) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await gate.PlateAsync(stoppingToken) is { } plate && permits.Allowed(plate))
                await gate.OpenAsync(stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await EnsureLoweredAsync(cancellationToken); //! HAZARD throw SHUT211
    }

    private async Task EnsureLoweredAsync(CancellationToken deadline) //! HAZARD throw SHUT211
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            deadline.ThrowIfCancellationRequested(); //! HAZARD throw SHUT211
            if (await gate.LowerAsync(deadline)) return;
        }

        throw new InvalidOperationException($"Gate {gate.Id} is still open"); //! HAZARD throw SHUT211
    }
}
