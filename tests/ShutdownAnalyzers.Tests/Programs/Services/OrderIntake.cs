using Microsoft.Extensions.Options;

namespace Shop.Orders;

public sealed record OrderMessage(string Receipt, string OrderId, decimal Total, int Attempt);

public sealed class IntakeOptions
{
    public int Lanes { get; set; } = 4;
    public int BatchSize { get; set; } = 10;
    public int MaxAttempts { get; set; } = 5;
}

public interface IOrderQueue
{
    Task<IReadOnlyList<OrderMessage>> PullAsync(int max);
    Task AckAsync(string receipt);
    Task ReturnAsync(string receipt, TimeSpan visibleAfter);
    Task BuryAsync(OrderMessage message, string reason);
}

public interface IOrderHandler
{
    Task PlaceAsync(string orderId, decimal total);
}

public sealed class OrderIntake(IOrderQueue queue, IServiceScopeFactory scopes, IOptions<IntakeOptions> options, ILogger<OrderIntake> logger)
    : BackgroundService
{
    private readonly IntakeOptions _options = options.Value;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD lanes SHUT101 SHUT102
    {
        logger.LogInformation("Order intake starts with {Lanes} lanes", _options.Lanes);
        var lanes = Enumerable.Range(1, _options.Lanes).Select(LaneAsync); //! HAZARD lanes SHUT101
        return Task.WhenAll(lanes); //! HAZARD lanes SHUT101 SHUT102
    }

    private async Task LaneAsync(int lane) //! HAZARD lanes SHUT101
    {
        var idle = 0;
        for (;;) //! HAZARD lanes SHUT101
        {
            var batch = await queue.PullAsync(_options.BatchSize);
            if (batch.Count == 0)
            {
                idle = Math.Min(idle + 1, 6);
                await Task.Delay(TimeSpan.FromSeconds(idle * 5)); //! HAZARD lanes SHUT102 SHUT101
                continue;
            }

            idle = 0;
            foreach (var message in batch)
                await PlaceAsync(lane, message);
        }
    }

    private async Task PlaceAsync(int lane, OrderMessage message)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IOrderHandler>().PlaceAsync(message.OrderId, message.Total);
            await queue.AckAsync(message.Receipt);
        }
        catch (Exception ex) when (message.Attempt < _options.MaxAttempts)
        {
            logger.LogWarning(ex, "Lane {Lane}: order {Order} goes back", lane, message.OrderId);
            await queue.ReturnAsync(message.Receipt, TimeSpan.FromSeconds(30 * message.Attempt));
        }
        catch (Exception ex)
        {
            await queue.BuryAsync(message, ex.Message);
        }
    }
}

public static class OrderIntakeServices
{
    public static IServiceCollection AddOrderIntake(this IServiceCollection services, IConfiguration configuration)
        => services.Configure<IntakeOptions>(configuration.GetSection("Orders:Intake")).AddHostedService<OrderIntake>();
}
