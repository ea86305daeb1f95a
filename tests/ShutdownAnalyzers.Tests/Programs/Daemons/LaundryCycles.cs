using System.Threading.Channels;

namespace Hotel.Laundry;

public abstract record Order
{
    private Order()
    {
    }

    public sealed record Wash(int Machine, int Kilos) : Order;

    public sealed record Rinse(int Machine) : Order;

    /// <summary>The last order of all: whoever takes it goes home.</summary>
    public sealed record GoHome : Order;
}

public interface IMachines
{
    Task RunAsync(int machine, string program, CancellationToken cancellationToken);
}

public sealed class LaundryDesk
{
    private readonly Channel<Order> _orders = Channel.CreateUnbounded<Order>();

    public ValueTask PlaceAsync(Order order) => _orders.Writer.WriteAsync(order);

    internal ValueTask<Order> TakeAsync() => _orders.Reader.ReadAsync();

    internal void Close() => _orders.Writer.TryComplete();
}

internal sealed class LaundryShift : IHostedService
{
    private const int Workers = 3;
    private readonly CancellationTokenSource _urgent = new();
    private readonly LaundryDesk _desk;
    private readonly IMachines _machines;
    private readonly ILogger<LaundryShift> _logger;
    private readonly List<Task> _workers = [];

    public LaundryShift(LaundryDesk desk, IMachines machines, ILogger<LaundryShift> logger)
    {
        _desk = desk;
        _machines = machines;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < Workers; i++)
            _workers.Add(WorkAsync(i));

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _workers.Count; i++)
            await PlaceQuietlyAsync(new Order.GoHome());

        _desk.Close();
        _urgent.CancelAfter(TimeSpan.FromSeconds(12));
        await Task.WhenAll(_workers).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task PlaceQuietlyAsync(Order order)
    {
        try
        {
            await _desk.PlaceAsync(order);
        }
        catch (ChannelClosedException)
        {
            // stopped twice
        }
    }

    private async Task WorkAsync(int worker)
    {
        while (true)
        {
            var order = await _desk.TakeAsync();
            try
            {
                switch (order)
                {
                    case Order.GoHome:
                        _logger.LogDebug("Worker {Worker} goes home", worker);
                        return;
                    case Order.Wash wash:
                        await _machines.RunAsync(wash.Machine, wash.Kilos > 5 ? "heavy" : "light", _urgent.Token);
                        break;
                    case Order.Rinse rinse:
                        await _machines.RunAsync(rinse.Machine, "rinse", _urgent.Token);
                        break;
                }
            }
            catch (Exception e)
            {
                _logger.LogWarning(e, "{Order} was not finished", order);
            }
        }
    }
}

public static class LaundryServices
{
    public static IServiceCollection AddLaundry(this IServiceCollection services) => services
        .AddSingleton<LaundryDesk>()
        .AddHostedService<LaundryShift>();
}
