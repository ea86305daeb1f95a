using System.Collections.Concurrent;

namespace Sonde;

public static class SondeRegistration
{
    public static IServiceCollection AddSondes(this IServiceCollection services)
    {
        services.AddSingleton<IUplink, UdpUplink>();
        services.AddSingleton<TelemetryBuffer>(); //! HAZARD twin SHUT215
        services.AddHostedService<TelemetryBuffer>(); //! HAZARD twin SHUT215
        services.AddSingleton<BurstDetector>();
        services.AddHostedService(sp => sp.GetRequiredService<BurstDetector>());
        services.AddHostedService<Altimeter>();
        return services;
    }
}

public interface IUplink
{
    Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken ct);
}

public sealed class UdpUplink : IUplink
{
    public async Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken ct)
    {
        using var client = new System.Net.Sockets.UdpClient("ground", 9100);
        await client.SendAsync(frame, ct);
    }
}

public sealed class TelemetryBuffer(IUplink uplink) : BackgroundService
{
    private readonly ConcurrentQueue<byte[]> _frames = new();

    public void Add(byte[] frame) => _frames.Enqueue(frame);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            while (_frames.TryDequeue(out var frame))
                await uplink.SendAsync(frame, stoppingToken);

            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }
}

public sealed class BurstDetector(ILogger<BurstDetector> logger) : BackgroundService
{
    public volatile float Pressure = 1013f;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var previous = Pressure; ; previous = Pressure)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
            if (Pressure - previous > 40f)
                logger.LogWarning("Balloon has burst");
        }
    }
}

public sealed class Altimeter(BurstDetector burst, ILogger<Altimeter> logger) : BackgroundService
{
    private double _ground;

    public override Task StartAsync(CancellationToken cancellationToken) //! HAZARD start SHUT202
    {
        _ground = Height(burst.Pressure);
        logger.LogInformation("Ground level {Height} m", _ground);
        return Task.CompletedTask; //! HAZARD start SHUT202
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            logger.LogInformation("{Height} m above ground", Height(burst.Pressure) - _ground);
    }

    private static double Height(float hectopascal) => 44330 * (1 - Math.Pow(hectopascal / 1013.25, 0.1903));
}
