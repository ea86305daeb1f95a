namespace Railway.SignalBox;

public interface IInterlocking
{
    Task<bool> PollAsync(CancellationToken ct);
    void AllToDanger();
}

public sealed class SignalBox : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _close = new();
    private readonly IInterlocking _interlocking;
    private readonly ILogger<SignalBox> _logger;
    private Task _polling = Task.CompletedTask;

    public SignalBox(IInterlocking interlocking, ILogger<SignalBox> logger)
    {
        _interlocking = interlocking;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _polling = PollAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _close.Cancel();
        try
        {
            await _polling.WaitAsync(cancellationToken); //! HAZARD deadline SHUT211
        }
        finally
        {
            _interlocking.AllToDanger();
        }
    }

    public void Dispose() => _close.Dispose();

    private async Task PollAsync()
    {
        while (!_close.IsCancellationRequested)
        {
            try
            {
                if (!await _interlocking.PollAsync(_close.Token))
                    _logger.LogWarning("A track circuit is occupied without a train");

                await Task.Delay(500, _close.Token);
            }
            catch (Exception ex)
            {
                if (!_close.IsCancellationRequested)
                    _logger.LogError(ex, "Poll failed");
            }
        }
    }
}

public interface ICrossing
{
    bool Lower();
    Task<bool> TrainNearAsync(CancellationToken ct);
}

public sealed class CrossingGuard(ICrossing crossing) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var down = stoppingToken.Register(() => //! HAZARD callback SHUT211
        {
            if (!crossing.Lower())
                throw new InvalidOperationException("The barrier does not move"); //! HAZARD callback SHUT211
        });

        while (!stoppingToken.IsCancellationRequested)
        {
            if (await crossing.TrainNearAsync(stoppingToken))
                crossing.Lower();

            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }
}
