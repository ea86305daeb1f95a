namespace Laundry.Machines;

public sealed record Machine(int Number, string State, int MinutesLeft);

public interface IMachineGateway
{
    Task<IReadOnlyList<Machine>> ReadAllAsync(CancellationToken ct);
}

public interface IPushService
{
    Task DoneAsync(Machine machine);
}

public sealed class DoneNotifier(IMachineGateway gateway, IPushService push, ILogger<DoneNotifier> logger) : IHostedService, IDisposable
{
    private readonly HashSet<int> _told = [];
    private readonly CancellationTokenSource _stop = new();
    private Timer? _timer; //! HAZARD tick SHUT209

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(OnTick, null, TimeSpan.Zero, TimeSpan.FromSeconds(45)); //! HAZARD tick SHUT209
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) //! HAZARD tick SHUT209
    {
        _stop.Cancel();
        _timer?.Change(Timeout.Infinite, Timeout.Infinite); //! HAZARD tick SHUT209
        return Task.CompletedTask; //! HAZARD tick SHUT209
    }

    private async void OnTick(object? state)
    {
        try
        {
            foreach (var machine in await gateway.ReadAllAsync(_stop.Token))
            {
                if (machine is not { State: "done" })
                    _told.Remove(machine.Number);
                else if (_told.Add(machine.Number))
                    await push.DoneAsync(machine);
            }
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Machines not read");
        }
    }

    public void Dispose()
    {
        _timer?.Dispose(); //! HAZARD tick SHUT209
        _stop.Dispose();
    }
}

public interface ICoinBox
{
    Task<ICoinSession> OpenAsync(CancellationToken ct);
}

public interface ICoinSession
{
    int Coins { get; }
    Task CloseAsync(CancellationToken ct);
}

public sealed class CoinCounter : IHostedService
{
    private readonly ICoinBox _box;
    private readonly ILogger<CoinCounter> _logger;
    private ICoinSession _session = null!; //! HAZARD coins SHUT212

    public CoinCounter(ICoinBox box, ILogger<CoinCounter> logger)
    {
        _box = box;
        _logger = logger;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _session = await _box.OpenAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD coins SHUT212
    {
        var coins = _session.Coins; //! HAZARD coins SHUT212
        _logger.LogInformation("{Coins} coins today", coins);
        await _session.CloseAsync(cancellationToken); //! HAZARD coins SHUT212
    }
}
