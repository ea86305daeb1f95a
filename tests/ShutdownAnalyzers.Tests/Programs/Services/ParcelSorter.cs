namespace Logistics.Sorting;

public interface IConveyor
{
    Task<string?> ScanAsync(CancellationToken ct);
    Task DivertAsync(string parcel, int chute, CancellationToken ct);
    Task HaltAsync(CancellationToken ct);
}

public abstract class LineWorker : BackgroundService
{
    protected LineWorker(ILogger logger) => Logger = logger;

    protected ILogger Logger { get; }

    public bool Halting { get; private set; }

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD base SHUT201
    {
        Halting = true;
        Logger.LogInformation("{Line} is halting", GetType().Name);
        try
        {
            await HaltLineAsync(cancellationToken);
        }
        catch (Exception ex)
        {
            Logger.LogError(ex, "{Line} did not halt cleanly", GetType().Name);
        }
    }

    protected abstract Task HaltLineAsync(CancellationToken cancellationToken);
}

public sealed class ParcelSorter(IConveyor conveyor, ILogger<ParcelSorter> logger) : LineWorker(logger)
{
    private readonly Dictionary<string, int> _chutes = new(StringComparer.OrdinalIgnoreCase) { ["DE"] = 1, ["FR"] = 2, ["IT"] = 3 };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var parcel = await conveyor.ScanAsync(stoppingToken);
            if (parcel is null) continue;

            var chute = _chutes.GetValueOrDefault(parcel[..2], 9);
            await conveyor.DivertAsync(parcel, chute, CancellationToken.None);
        }
    }

    protected override Task HaltLineAsync(CancellationToken cancellationToken) => conveyor.HaltAsync(cancellationToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        Logger.LogDebug("Sorter had {Chutes} chutes", _chutes.Count);
        await base.StopAsync(cancellationToken);
    }
}
