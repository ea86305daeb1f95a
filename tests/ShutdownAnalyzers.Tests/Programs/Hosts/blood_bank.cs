using System.Net.Sockets;

namespace BloodBank.Cold;

public sealed record FridgeReading(string Fridge, double Celsius, DateTimeOffset At);

public interface IReadingSink
{
    void Add(FridgeReading reading);
}

public sealed class CsvSink : IReadingSink, IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _file;

    public CsvSink(string path) => _file = new StreamWriter(path, append: true);

    public void Add(FridgeReading reading)
    {
        lock (_gate)
            _file.WriteLine($"{reading.At:O};{reading.Fridge};{reading.Celsius:F2}");
    }

    public void Dispose() => _file.Dispose();
}

public interface IFridge
{
    string Name { get; }
    Task<double> CelsiusAsync(CancellationToken ct);
}

public sealed class FridgeWatch(IEnumerable<IFridge> fridges, IReadingSink sink, AlarmLine alarm) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        do
        {
            foreach (var fridge in fridges)
            {
                var celsius = await fridge.CelsiusAsync(stoppingToken);
                sink.Add(new(fridge.Name, celsius, DateTimeOffset.UtcNow));
                if (celsius is < 2 or > 6)
                    await alarm.RaiseAsync(fridge.Name, stoppingToken);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

public sealed class AlarmLine //! HAZARD line SHUT704
{
    private readonly TcpClient _line = new(); //! HAZARD line SHUT704
    private readonly string _host;

    public AlarmLine(IConfiguration configuration) => _host = configuration["Alarm:Host"] ?? "alarm.internal";

    public async Task RaiseAsync(string fridge, CancellationToken ct)
    {
        if (!_line.Connected)
            await _line.ConnectAsync(_host, 9100, ct); //! HAZARD line SHUT704

        await _line.GetStream().WriteAsync(System.Text.Encoding.UTF8.GetBytes(fridge + "\n"), ct);
    }
}

public static class ColdChain
{
    public static IHostApplicationBuilder AddColdChain(this IHostApplicationBuilder builder)
    {
        var file = builder.Configuration["Readings:File"] ?? "readings.csv";

        builder.Services
            .AddSingleton<IReadingSink>(new CsvSink(file)) //! HAZARD sink SHUT701
            .AddSingleton<AlarmLine>() //! HAZARD line SHUT704
            .AddHostedService<FridgeWatch>();

        return builder;
    }
}
