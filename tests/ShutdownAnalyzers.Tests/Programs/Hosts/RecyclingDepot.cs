namespace Recycling.Depot;

public sealed record Load(string Plate, string Material, int Kilos);

public interface IWeighbridge
{
    bool Connected { get; }
    Task<Load?> ReadAsync(CancellationToken ct);
    Task DisconnectAsync();
}

public interface IInvoiceRun
{
    Task WriteAsync(Load load, CancellationToken ct);
}

public sealed class BridgeReader(IWeighbridge bridge, IInvoiceRun invoices, ILogger<BridgeReader> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hangUp = stoppingToken.Register(HangUp); //! HAZARD hang-up SHUT211 SHUT302

        while (!stoppingToken.IsCancellationRequested)
        {
            if (await bridge.ReadAsync(stoppingToken) is not { } load)
            {
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
                continue;
            }

            await invoices.WriteAsync(load, stoppingToken);
            logger.LogInformation("{Plate}: {Kilos} kg of {Material}", load.Plate, load.Kilos, load.Material);
        }
    }

    private void HangUp() //! HAZARD hang-up SHUT211 SHUT302
    {
        if (!bridge.Connected)
            throw new InvalidOperationException("The weighbridge has hung up by itself."); //! HAZARD hang-up SHUT211 SHUT302

        bridge.DisconnectAsync().GetAwaiter().GetResult(); //! HAZARD hang-up SHUT211 SHUT302
    }
}

public abstract class LoopingService : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _cts = new();
    private Task? _run;

    protected abstract Task LoopAsync(CancellationToken ct);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _run = Task.Run(() => LoopAsync(_cts.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_run is null)
            return;

        await _cts.CancelAsync();
        await _run.WaitAsync(cancellationToken); //! HAZARD deadline SHUT211
    }

    public virtual void Dispose()
    {
        _cts.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class FillLevels(ILogger<FillLevels> logger, IReadOnlyDictionary<string, Func<double>> bins) : LoopingService
{
    protected override async Task LoopAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            foreach (var (bin, level) in bins)
            {
                if (level() > 0.9)
                    logger.LogWarning("{Bin} is nearly full", bin);
            }

            await Task.Delay(TimeSpan.FromMinutes(10), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
