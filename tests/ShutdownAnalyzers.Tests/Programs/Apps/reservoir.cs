using System.Net.Sockets;

namespace Reservoir.Gauges;

public interface IGauge
{
    string Name { get; }
    ValueTask<int> LevelAsync(CancellationToken cancellationToken);
}

internal sealed class UdpGauge : IGauge, IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public UdpGauge(string name, string host)
    {
        Name = name;
        _socket.Connect(host, 5020);
    }

    public string Name { get; }

    public async ValueTask<int> LevelAsync(CancellationToken cancellationToken)
    {
        var reply = new byte[4];
        await _socket.SendAsync("L"u8.ToArray(), cancellationToken);
        await _socket.ReceiveAsync(reply, cancellationToken);
        return BitConverter.ToInt32(reply);
    }

    public void Dispose() => _socket.Dispose();
}

public static class GaugeServices
{
    public static IServiceCollection AddGauges(this IServiceCollection services, IConfigurationSection gauges)
    {
        foreach (var gauge in gauges.GetChildren())
        {
            IGauge instance = new UdpGauge(gauge.Key, gauge.Value ?? gauge.Key); //! HAZARD gauge SHUT701
            services.Add(new(typeof(IGauge), instance)); //! HAZARD gauge SHUT701
        }

        return services.AddHostedService<LevelWatch>();
    }
}

internal sealed class LevelWatch(IEnumerable<IGauge> gauges, ILogger<LevelWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var gauge in gauges)
                logger.LogInformation("{Name}: {Level} cm", gauge.Name, await gauge.LevelAsync(stoppingToken));

            await Task.Delay(TimeSpan.FromMinutes(2), stoppingToken);
        }
    }
}
