using System.Buffers.Binary;
using System.Net.Sockets;

namespace Ocean.Buoys;

public interface IWaveStore
{
    ValueTask AddAsync(ushort buoy, float height);
}

/// <summary>The library of the vendor knows no tokens: a registration closes the client, and that ends the receive.</summary>
public sealed class VendorReceiver(int port) : IDisposable
{
    private readonly UdpClient _client = new(port);

    public async Task<byte[]?> ReceiveAsync()
    {
        try
        {
            return (await _client.ReceiveAsync()).Buffer;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.OperationAborted or SocketError.Interrupted)
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();
}

public sealed class BuoyReceiver : BackgroundService
{
    private readonly IWaveStore _store;
    private readonly ILogger<BuoyReceiver> _logger;

    public BuoyReceiver(IWaveStore store, ILogger<BuoyReceiver> logger)
    {
        _store = store;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var receiver = new VendorReceiver(port: 6240);
        using var closing = stoppingToken.Register(static state => ((VendorReceiver)state!).Dispose(), receiver);

        var (received, broken) = (0L, 0L);
        while (await receiver.ReceiveAsync() is { } datagram)
        {
            if (datagram.Length < 6)
            {
                broken++;
                continue;
            }

            received++;
            var buoy = BinaryPrimitives.ReadUInt16BigEndian(datagram);
            await _store.AddAsync(buoy, BinaryPrimitives.ReadSingleBigEndian(datagram.AsSpan(2)));
        }

        _logger.LogInformation("{Received} waves received, {Broken} datagrams were broken", received, broken);
    }
}

public sealed class WaveAlarm(IWaveStore store, ILogger<WaveAlarm> logger) : BackgroundService
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = stoppingToken.UnsafeRegister(static s => ((TaskCompletionSource)s!).TrySetResult(), _ended);

        while (await Task.WhenAny(Task.Delay(TimeSpan.FromMinutes(1)), _ended.Task) != _ended.Task)
        {
            await store.AddAsync(buoy: 0, height: 0);
            logger.LogTrace("Zero line written");
        }
    }
}

public static class BuoyServices
{
    public static IServiceCollection AddBuoys<TStore>(this IServiceCollection services) where TStore : class, IWaveStore => services
        .AddSingleton<IWaveStore, TStore>()
        .AddHostedService<BuoyReceiver>()
        .AddHostedService<WaveAlarm>();
}
