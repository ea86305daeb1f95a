namespace Hotel.Keys;

public interface IDoorBus
{
    event EventHandler<string>? Opened;
    IDisposable Subscribe(Action<string> battery);
    Task ConnectAsync(CancellationToken ct);
    Task DisconnectAsync(CancellationToken ct);
}

public interface IKeyLog
{
    void Add(string door, DateTimeOffset at);
    void Warn(string door);
}

public sealed class KeyService(IDoorBus bus, IKeyLog log, TimeProvider clock) : BackgroundService
{
    // Not async: the returned task is the life of the subscription.
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var battery = bus.Subscribe(log.Warn);
        bus.Opened += OnOpened;

        stoppingToken.UnsafeRegister(_ =>
        {
            bus.Opened -= OnOpened;
            battery.Dispose();
            ended.TrySetResult();
        }, null);

        return ended.Task;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await bus.ConnectAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await bus.DisconnectAsync(cancellationToken);
    }

    private void OnOpened(object? sender, string door) => log.Add(door, clock.GetUtcNow());
}

public static class KeyModule
{
    public static IHostApplicationBuilder AddKeys(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<KeyService>();
        return builder;
    }
}
