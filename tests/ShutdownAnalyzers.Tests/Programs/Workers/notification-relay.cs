namespace Mobile.Push;

public interface IPushGateway
{
    Task OpenAsync(CancellationToken cancellationToken);
    Task<bool> RelayAsync(CancellationToken cancellationToken);
    Task CloseAsync(CancellationToken cancellationToken);
}

public abstract class GatewayService<TGateway>(TGateway gateway) : BackgroundService where TGateway : IPushGateway
{
    protected TGateway Gateway => gateway;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await BeforeStopAsync(cancellationToken);
        await StopWorkerAsync(cancellationToken);
    }

    protected virtual Task BeforeStopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private protected Task StopWorkerAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken);
}

public sealed class PushRelay(IPushGateway gateway, ILogger<PushRelay> logger) : GatewayService<IPushGateway>(gateway)
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Gateway.OpenAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await Gateway.RelayAsync(stoppingToken))
                await Task.Delay(TimeSpan.FromSeconds(4), stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        var stopping = base.StopAsync(cancellationToken);
        logger.LogInformation("Relay is asked to stop");
        await stopping.ConfigureAwait(false);
        await Gateway.CloseAsync(cancellationToken);
    }
}
