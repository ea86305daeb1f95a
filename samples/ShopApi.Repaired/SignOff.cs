namespace ShopApi;

/// <summary>Leaves the registry; the host waits for it.</summary>
public sealed class SignOff(Registry registry) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAny(registry.SignOffAsync(), Task.Delay(Timeout.Infinite, cancellationToken));
}
