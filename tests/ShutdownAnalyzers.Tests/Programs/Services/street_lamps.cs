namespace City.Lamps;

public interface ILampBus
{
    Task SwitchAsync(int lamp, bool on, CancellationToken ct);
}

public sealed record LampOrder(int Lamp, bool On)
{
    public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Requests wait for their order; at the stop every order gets its answer.</summary>
public sealed class LampQueue(ILampBus bus, ILogger<LampQueue> logger) : BackgroundService
{
    private readonly System.Threading.Channels.Channel<LampOrder> _orders =
        System.Threading.Channels.Channel.CreateBounded<LampOrder>(100);

    public async Task<bool> SwitchAsync(int lamp, bool on, CancellationToken ct)
    {
        var order = new LampOrder(lamp, on);
        try
        {
            await _orders.Writer.WriteAsync(order, ct);
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            return false;
        }

        // answered by the loop, or refused by StopAsync
        return await order.Done.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _orders.Reader.WaitToReadAsync(stoppingToken))
        {
            while (!stoppingToken.IsCancellationRequested && _orders.Reader.TryRead(out var order))
                order.Done.TrySetResult(await TrySwitchAsync(order));
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _orders.Writer.TryComplete();
        await base.StopAsync(cancellationToken);

        while (_orders.Reader.TryRead(out var late))
            late.Done.TrySetResult(false);
    }

    private async Task<bool> TrySwitchAsync(LampOrder order)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await bus.SwitchAsync(order.Lamp, order.On, limit.Token);
            return true;
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "Lamp {Lamp} does not answer", order.Lamp);
            return false;
        }
    }
}

public static class LampEndpoints
{
    public static IServiceCollection AddLamps(this IServiceCollection services)
        => services.AddSingleton<LampQueue>().AddHostedService(sp => sp.GetRequiredService<LampQueue>());

    public static void MapLamps(this IEndpointRouteBuilder routes)
        => routes.MapPut("/lamps/{lamp:int}", async (int lamp, bool on, LampQueue queue, CancellationToken ct)
            => await queue.SwitchAsync(lamp, on, ct) ? Results.Ok() : Results.StatusCode(503));
}
