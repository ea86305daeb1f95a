using System.Threading.Channels;

namespace Mint.Press;

public sealed record Order(string Coin, int Pieces);

public interface IPress
{
    Task StrikeAsync(string coin, CancellationToken ct);
    Task CoolAsync();
}

public sealed class StampPress : BackgroundService
{
    private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(32);
    private readonly IReadOnlyList<IPress> _presses;
    private readonly ILogger<StampPress> _logger;
    private Task[] _operators = [];

    public StampPress(IEnumerable<IPress> presses, ILogger<StampPress> logger)
    {
        _presses = [.. presses];
        _logger = logger;
    }

    public bool AllIdle => _operators.All(t => t.IsCompleted);

    public ValueTask OrderAsync(Order order, CancellationToken ct) => _orders.Writer.WriteAsync(order, ct);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD operators SHUT204
    {
        stoppingToken.Register(() => _orders.Writer.TryComplete());
        _operators = [.. _presses.Select(press => OperateAsync(press, stoppingToken))]; //! HAZARD operators SHUT204
        _logger.LogInformation("{Count} presses are manned", _operators.Length);
        return Task.CompletedTask; //! HAZARD operators SHUT204
    }

    private async Task OperateAsync(IPress press, CancellationToken ct)
    {
        try
        {
            while (await _orders.Reader.WaitToReadAsync(ct))
            {
                if (!_orders.Reader.TryRead(out var order))
                    continue;

                for (var piece = 0; piece < order.Pieces; piece++)
                    await press.StrikeAsync(order.Coin, ct);
            }
        }
        finally
        {
            await press.CoolAsync();
        }
    }
}
