using System.Collections.Concurrent;

namespace Iot.Shadows;

public sealed record Shadow(string Device, IReadOnlyDictionary<string, string> Desired)
{
    public long Version { get; init; }
}

public interface IShadowCloud
{
    Task<Shadow> WaitForDeltaAsync(string device, CancellationToken ct);
    Task ReportOfflineAsync(string device);
}

public interface IActuator
{
    Task ApplyAsync(string key, string value, CancellationToken ct);
}

public sealed class DeviceShadow(IShadowCloud cloud, IActuator actuator, IConfiguration configuration, ILogger<DeviceShadow> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<string, long> _versions = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var devices = configuration.GetSection("Shadows:Devices").Get<string[]>() ?? ["boiler"];
        foreach (var device in devices)
            AnnounceOffline(device, stoppingToken); //! HAZARD offline SHUT301

        await Task.WhenAll(devices.Select(d => FollowAsync(d, stoppingToken)));
    }

    private void AnnounceOffline(string device, CancellationToken stop)
    {
        stop.UnsafeRegister(async state => //! HAZARD offline SHUT301
        {
            var name = (string)state!;
            logger.LogInformation("{Device} goes offline", name);
            await cloud.ReportOfflineAsync(name); //! HAZARD offline SHUT301
        }, device);
    }

    private async Task FollowAsync(string device, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var shadow = await cloud.WaitForDeltaAsync(device, stop);
            if (shadow.Version <= _versions.GetValueOrDefault(device)) continue;

            foreach (var (key, value) in shadow.Desired)
                await actuator.ApplyAsync(key, value, stop);
            _versions[device] = shadow.Version;
        }
    }
}
