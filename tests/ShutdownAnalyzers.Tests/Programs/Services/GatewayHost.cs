using Microsoft.Extensions.Options;

namespace Smarthome.Gateway;

public sealed class GatewayOptions
{
    public int Channels { get; set; } = 8;
    public bool KeepGoing { get; set; } = true;
}

public interface IRadio
{
    Task<byte[]> ListenAsync(int channel, CancellationToken ct);
}

internal sealed class RadioService(IRadio radio, IOptions<GatewayOptions> options, ILogger<RadioService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(Enumerable.Range(1, options.Value.Channels).Select(channel => ListenAsync(channel, stoppingToken)));

    private async Task ListenAsync(int channel, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var packet = await radio.ListenAsync(channel, ct);
            if (packet.Length < 4) throw new InvalidDataException($"Channel {channel} sends rubbish");
            logger.LogDebug("{Channel}: {Packet}", channel, Convert.ToHexString(packet));
        }
    }
}

internal sealed class FileRadio(IHostEnvironment environment) : IRadio
{
    public async Task<byte[]> ListenAsync(int channel, CancellationToken ct)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(50 * channel), ct);
        var file = Path.Combine(environment.ContentRootPath, $"channel-{channel}.bin");
        return File.Exists(file) ? await File.ReadAllBytesAsync(file, ct) : [1, 2, 3, 4];
    }
}

public static class GatewayHost
{
    public static async Task Main(string[] args)
    {
        var builder = Host.CreateDefaultBuilder(args)
            .ConfigureServices((context, services) =>
            {
                services.Configure<GatewayOptions>(context.Configuration.GetSection("Gateway"));
                services.AddSingleton<IRadio, FileRadio>();
                services.AddHostedService<RadioService>();
                services.AddOptions<HostOptions>().Configure<IOptions<GatewayOptions>>(Tolerate);
            });

        await builder.RunConsoleAsync();
    }

    private static void Tolerate(HostOptions host, IOptions<GatewayOptions> gateway)
    {
        if (!gateway.Value.KeepGoing) return;
        host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore; //! HAZARD zombie SHUT216
    }
}
