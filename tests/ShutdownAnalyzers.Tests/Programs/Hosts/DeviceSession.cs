using System.Net.Sockets;

namespace Iot.Devices;

public sealed record DeviceOptions(string Host, int Port, int RetrySeconds = 5);

public interface IFrameHandler
{
    Task HandleAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken);
}

public sealed class DeviceSession(DeviceOptions options, IFrameHandler handler, ILogger<DeviceSession> logger) : IHostedService
{
    private Task? _session;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _session = Task.Run(() => KeepConnectedAsync(cancellationToken), CancellationToken.None); //! HAZARD startup SHUT206
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_session is null)
            return;

        await Task.WhenAny(_session, Task.Delay(Timeout.Infinite, cancellationToken));
        if (!_session.IsCompleted)
            logger.LogWarning("The session with {Host} was still open", options.Host);
    }

    private async Task KeepConnectedAsync(CancellationToken token)
    {
        var buffer = new byte[1024];
        while (!token.IsCancellationRequested)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(options.Host, options.Port, token);
                await using var stream = client.GetStream();

                int read;
                while ((read = await stream.ReadAsync(buffer, token)) > 0)
                    await handler.HandleAsync(buffer.AsMemory(0, read), token);
            }
            catch (Exception ex) when (ex is SocketException or IOException)
            {
                logger.LogDebug(ex, "{Host} lost", options.Host);
            }

            await Task.Delay(TimeSpan.FromSeconds(options.RetrySeconds), token);
        }
    }
}
