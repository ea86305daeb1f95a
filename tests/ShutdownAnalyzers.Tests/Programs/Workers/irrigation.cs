namespace Farm.Irrigation;

public interface IValve
{
    Task OpenAsync(int zone, CancellationToken cancellationToken);
    Task CloseAsync(int zone, CancellationToken cancellationToken);
}

public interface IValveFactory
{
    Task<IValve> ConnectAsync(CancellationToken cancellationToken);
}

public sealed class Irrigation(IValveFactory factory, ILogger<Irrigation> logger) : BackgroundService
{
    private IValve? _valve;
    private int _zone = -1;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _valve = await factory.ConnectAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_valve is { } valve)
        {
            _zone = (_zone + 1) % 12;
            await valve.OpenAsync(_zone, stoppingToken);
            await Task.Delay(TimeSpan.FromMinutes(12), stoppingToken);
            await valve.CloseAsync(_zone, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_valve is null || _zone < 0) return;

        try
        {
            await _valve.CloseAsync(_zone, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogCritical("Zone {Zone} may still be open", _zone);
        }
    }
}
