using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Building.Elevators;

public sealed class Car(string name, int floors)
{
    private readonly ConcurrentQueue<int> _calls = new();

    public string Name { get; } = name;
    public int Floor { get; private set; }

    public void Call(int floor) => _calls.Enqueue(Math.Clamp(floor, 0, floors));

    public bool TryNext(out int floor) => _calls.TryDequeue(out floor);

    public async Task MoveAsync(int floor)
    {
        while (Floor != floor)
        {
            await Task.Delay(200);
            Floor += Math.Sign(floor - Floor);
        }
    }
}

public sealed class TripFile : IDisposable
{
    private readonly StreamWriter _writer;

    public TripFile(string path) => _writer = new StreamWriter(path, append: true);

    public void Add(string car, int from, int to)
    {
        lock (_writer) _writer.WriteLine($"{DateTime.UtcNow:O};{car};{from};{to}");
    }

    public void Dispose()
    {
        lock (_writer) _writer.Dispose();
    }
}

internal sealed class Dispatcher(IEnumerable<Car> cars, TripFile trips) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(cars.Select(DriveAsync)); //! HAZARD drive SHUT101

    private async Task DriveAsync(Car car) //! HAZARD drive SHUT101
    {
        while (true) //! HAZARD drive SHUT101
        {
            if (!car.TryNext(out var floor))
            {
                await Task.Delay(250);
                continue;
            }

            var from = car.Floor;
            await car.MoveAsync(floor);
            trips.Add(car.Name, from, car.Floor);
        }
    }
}

internal sealed class LobbyPanel : BackgroundService
{
    private readonly TcpClient _panel = new(); //! HAZARD panel SHUT704
    private readonly IReadOnlyList<Car> _cars;

    public LobbyPanel(IEnumerable<Car> cars) => _cars = [.. cars];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _panel.ConnectAsync("lobby-panel", 2000, stoppingToken); //! HAZARD panel SHUT704
        var stream = _panel.GetStream();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var text = string.Join(' ', _cars.Select(c => $"{c.Name}:{c.Floor}"));
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\n"), stoppingToken);
        }
    }
}

public static class ElevatorServices
{
    public static IServiceCollection AddElevators(this IServiceCollection services, int count, int floors)
    {
        for (var i = 0; i < count; i++)
        {
            var car = new Car($"E{i + 1}", floors);
            services.AddSingleton(car);
        }

        return services
            .AddSingleton(new TripFile("trips.csv")) //! HAZARD trips SHUT701
            .AddHostedService<Dispatcher>()
            .AddHostedService<LobbyPanel>();
    }
}
