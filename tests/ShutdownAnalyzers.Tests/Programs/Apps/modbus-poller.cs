using System.Net.Sockets;

namespace Hvac.Modbus;

public interface IRegisterSink
{
    void Store(ushort register, ushort value);
}

public sealed class ModbusPoller(IRegisterSink sink, IConfiguration configuration, ILogger<ModbusPoller> logger) : BackgroundService
{
    private readonly byte[] _request = [0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var host = configuration["Modbus:Host"] ?? "plc";
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var stream = await ConnectAsync(host, stoppingToken); //! HAZARD tcp SHUT704
                await PollAsync(stream, stoppingToken);
            }
            catch (Exception ex) when (ex is SocketException or IOException)
            {
                logger.LogWarning(ex, "{Host} is lost", host);
            }

            await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
        }
    }

    private static async Task<NetworkStream> ConnectAsync(string host, CancellationToken cancellationToken) //! HAZARD tcp SHUT704
    {
        var client = new TcpClient(); //! HAZARD tcp SHUT704
        await client.ConnectAsync(host, 502, cancellationToken); //! HAZARD tcp SHUT704
        return client.GetStream(); //! HAZARD tcp SHUT704
    }

    private async Task PollAsync(NetworkStream stream, CancellationToken stop)
    {
        var reply = new byte[11];
        for (ushort register = 0; ; register = (ushort)((register + 1) % 64))
        {
            _request[9] = (byte)register;
            await stream.WriteAsync(_request, stop);
            await stream.ReadExactlyAsync(reply, stop);
            sink.Store(register, (ushort)(reply[9] << 8 | reply[10]));
            await Task.Delay(100, stop);
        }
    }
}
