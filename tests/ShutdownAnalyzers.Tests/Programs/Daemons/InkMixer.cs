using System.Threading.Channels;

namespace Print.InkMixer;

public sealed record MixOrder(Guid Id, string Pantone, int Grams);

public sealed class MixQueue
{
    private readonly Channel<MixOrder> _channel = Channel.CreateBounded<MixOrder>(new BoundedChannelOptions(200)
    {
        FullMode = BoundedChannelFullMode.Wait,
        SingleReader = true,
    });

    public bool TryPut(MixOrder order) => _channel.Writer.TryWrite(order);

    public IAsyncEnumerable<MixOrder> Orders => _channel.Reader.ReadAllAsync();

    public void Close() => _channel.Writer.TryComplete();
}

public interface IMixer
{
    Task MixAsync(MixOrder order, CancellationToken ct);
}

/// <summary>Drains: the end of the queue, not the token, ends the loop; the token only makes the mixing of the rest short.</summary>
public sealed class MixWorker(MixQueue queue, IMixer mixer, ILogger<MixWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var left = 0;
        await foreach (var order in queue.Orders)
        {
            if (stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("Order {Id} is left for tomorrow", order.Id);
                left++;
                continue;
            }

            try
            {
                await mixer.MixAsync(order, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                left++;
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Order {Id} failed", order.Id);
            }
        }

        logger.LogInformation("{Left} orders left", left);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Close();
        return base.StopAsync(cancellationToken);
    }
}

public static class InkEndpoints
{
    public static void MapInk(this WebApplication app) =>
        app.MapPost("/mix", (MixOrder order, MixQueue queue) =>
            queue.TryPut(order)
                ? Results.Accepted($"/mix/{order.Id}")
                : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));

    public static IServiceCollection AddInk<TMixer>(this IServiceCollection services) where TMixer : class, IMixer =>
        services.AddSingleton<MixQueue>().AddSingleton<IMixer, TMixer>().AddHostedService<MixWorker>();
}
