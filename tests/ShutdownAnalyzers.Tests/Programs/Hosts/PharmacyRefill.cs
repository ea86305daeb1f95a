namespace Pharmacy.Refill;

public sealed record Prescription(int Id, string Medicine, int Left);

public interface IPrescriptions
{
    Task<bool> CanConnectAsync(CancellationToken ct);
    Task<IReadOnlyList<Prescription>> RunningLowAsync(CancellationToken ct);
}

public interface IWholesaler
{
    Task OrderAsync(Prescription prescription, CancellationToken ct);
}

public sealed class StartupGate
{
    private readonly SemaphoreSlim _ready = new(0);

    public void Open() => _ready.Release();

    public async Task PassAsync(CancellationToken ct)
    {
        await _ready.WaitAsync(ct);
        _ready.Release();
    }

    public void Pass() => _ready.Wait(); //! HAZARD gate SHUT207 SHUT102
}

public class DatabaseGate : IHostedService
{
    private readonly IPrescriptions _prescriptions;
    private readonly StartupGate _gate;
    private readonly ILogger<DatabaseGate> _logger;

    public DatabaseGate(IPrescriptions prescriptions, StartupGate gate, ILogger<DatabaseGate> logger)
    {
        _prescriptions = prescriptions;
        _gate = gate;
        _logger = logger;
    }

    public async Task StartAsync(CancellationToken cancellationToken) //! HAZARD database SHUT207 SHUT101 SHUT102
    {
        await UntilConnectedAsync(); //! HAZARD database SHUT207 SHUT101 SHUT102
        _gate.Open();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task UntilConnectedAsync()
    {
        var pause = TimeSpan.FromSeconds(1);
        while (true) //! HAZARD database SHUT207 SHUT101 SHUT102
        {
            if (await _prescriptions.CanConnectAsync(CancellationToken.None))
                return;

            _logger.LogWarning("No database yet, next try in {Pause}", pause);
            await Task.Delay(pause); //! HAZARD database SHUT207 SHUT101 SHUT102
            pause = pause < TimeSpan.FromMinutes(1) ? pause * 2 : pause;
        }
    }
}

public sealed class PriceList(StartupGate gate, ILogger<PriceList> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) //! HAZARD gate SHUT207 SHUT102
    {
        gate.Pass(); //! HAZARD gate SHUT207 SHUT102
        logger.LogInformation("Prices of {Day}", DateTime.Today);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public sealed class RefillWorker(IPrescriptions prescriptions, IWholesaler wholesaler, StartupGate gate, ILogger<RefillWorker> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.PassAsync(stoppingToken);

        while (!stoppingToken.IsCancellationRequested)
        {
            var low = await prescriptions.RunningLowAsync(stoppingToken);
            foreach (var prescription in low)
                await wholesaler.OrderAsync(prescription, stoppingToken);

            logger.LogInformation("{Count} refills ordered", low.Count);
            await Task.Delay(TimeSpan.FromHours(1), stoppingToken);
        }
    }
}
