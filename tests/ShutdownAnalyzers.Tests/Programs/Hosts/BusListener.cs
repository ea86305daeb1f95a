namespace Campus.Bus;

public interface IEventBus
{
    event Func<BusMessage, Task>? Received;
    Task PublishAsync(BusMessage message, CancellationToken cancellationToken);
}

public sealed record BusMessage(string Topic, string Body);

public interface IRoomPlan
{
    Task ApplyAsync(string change);
    Task RefreshAsync(CancellationToken cancellationToken);
}

public sealed class BusListener(IEventBus bus, IRoomPlan plan, ILogger<BusListener> logger) : IHostedService
{
    private int _handled;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        bus.Received += HandleAsync; //! HAZARD event SHUT205
        return bus.PublishAsync(new BusMessage("rooms/hello", Environment.MachineName), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("{Count} messages handled", _handled);
        return Task.CompletedTask;
    }

    private async Task HandleAsync(BusMessage message)
    {
        if (!message.Topic.StartsWith("rooms/", StringComparison.Ordinal))
            return;

        await plan.ApplyAsync(message.Body);
        Interlocked.Increment(ref _handled);
    }
}

public sealed class RoomRefresh(IRoomPlan plan) : IHostedService
{
    private readonly CancellationTokenSource _source = new();
    private Task _refresh = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _refresh = RefreshAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _source.CancelAsync();
        await Task.WhenAny(_refresh, Task.Delay(Timeout.Infinite, cancellationToken));
        _source.Dispose(); //! HAZARD once SHUT213
    }

    private async Task RefreshAsync()
    {
        var token = _source.Token;
        while (!token.IsCancellationRequested)
        {
            await plan.RefreshAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(TimeSpan.FromMinutes(2), token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
