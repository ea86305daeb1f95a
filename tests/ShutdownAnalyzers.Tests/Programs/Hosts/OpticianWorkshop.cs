namespace Optician.Workshop;

public sealed record LensOrder(Guid Id, string Customer, double Left, double Right);

public interface ILensLedger
{
    Task<IReadOnlyList<LensOrder>> PendingAsync(CancellationToken ct);
    Task WriteAsync(LensOrder order, CancellationToken ct);
    Task FlushAsync(CancellationToken ct);
}

public interface ISupplierPortal
{
    Task<string> RegisterAsync(string workshop, CancellationToken ct);
    Task SyncStockAsync(string session, CancellationToken ct);
    Task UnregisterAsync(string session, CancellationToken ct);
}

public abstract class WorkshopTask : BackgroundService
{
    protected WorkshopTask(ILogger logger) => Logger = logger;

    protected ILogger Logger { get; }

    protected async Task GuardedAsync(Func<CancellationToken, Task> step, CancellationToken ct)
    {
        try
        {
            await step(ct);
        }
        catch (Exception ex) when (!ct.IsCancellationRequested)
        {
            Logger.LogError(ex, "{Task} failed, next round in a while", GetType().Name);
        }
    }
}

public sealed class LensExport : WorkshopTask
{
    private readonly ILensLedger _ledger;
    private int _written;

    public LensExport(ILensLedger ledger, ILogger<LensExport> logger) : base(logger) => _ledger = ledger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await GuardedAsync(ExportAsync, stoppingToken);
                await Task.Delay(TimeSpan.FromMinutes(2), stoppingToken);
            }
        }
        finally
        {
            await CloseDayAsync(stoppingToken); //! HAZARD flush SHUT108
        }
    }

    private async Task ExportAsync(CancellationToken ct)
    {
        foreach (var order in await _ledger.PendingAsync(ct))
        {
            await _ledger.WriteAsync(order, ct);
            _written++;
        }
    }

    private async Task CloseDayAsync(CancellationToken ct) //! HAZARD flush SHUT108
    {
        if (_written == 0) return;
        await _ledger.FlushAsync(ct); //! HAZARD flush SHUT108
        Logger.LogInformation("{Count} orders exported", _written);
    }
}

public sealed class FrameStock : WorkshopTask
{
    private readonly ISupplierPortal _portal;

    public FrameStock(ISupplierPortal portal, ILogger<FrameStock> logger) : base(logger) => _portal = portal;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var session = await _portal.RegisterAsync("workshop-4", stoppingToken);

        while (!stoppingToken.IsCancellationRequested) //! HAZARD session SHUT107
        {
            await GuardedAsync(ct => _portal.SyncStockAsync(session, ct), stoppingToken);
            await Task.Delay(TimeSpan.FromMinutes(20), stoppingToken); //! HAZARD session SHUT107
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5)); //! HAZARD session SHUT107
        await _portal.UnregisterAsync(session, patience.Token); //! HAZARD session SHUT107
    }
}
