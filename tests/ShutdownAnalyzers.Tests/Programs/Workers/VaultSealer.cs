namespace Secrets.Vault;

public interface IVault
{
    Task RotateAsync(CancellationToken cancellationToken);
    Task SealAsync(CancellationToken cancellationToken);
}

public abstract class Scheduled : BackgroundService
{
    protected abstract TimeSpan Period { get; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TickAsync(stoppingToken);
    }

    protected abstract Task TickAsync(CancellationToken cancellationToken);

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine($"Stopping {GetType().Name}");
        return base.StopAsync(cancellationToken);
    }
}

public sealed class VaultSealer(IVault vault) : Scheduled
{
    protected override TimeSpan Period => TimeSpan.FromHours(8);

    protected override Task TickAsync(CancellationToken cancellationToken) => vault.RotateAsync(cancellationToken);

    public override Task StopAsync(CancellationToken cancellationToken) => vault.SealAsync(cancellationToken); //! HAZARD skips SHUT201
}
