using System.Net.Sockets;
using MQTTnet;

namespace Survey.Lines;

public sealed class Receivers : IHostedService, IAsyncDisposable
{
    private readonly List<Socket> _sockets = [];
    private readonly IMqttClient _mqtt = new MqttClientFactory().CreateMqttClient();
    private readonly MqttClientOptions _options;

    public Receivers(IConfiguration configuration)
    {
        foreach (var port in configuration.GetSection("Ports").Get<int[]>() ?? [])
        {
            var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port));
            _sockets.Add(socket);
        }

        _options = new MqttClientOptionsBuilder().WithTcpServer(configuration["Mqtt"] ?? "broker").Build();
    }

    public async Task StartAsync(CancellationToken cancellationToken) => await _mqtt.ConnectAsync(_options, cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_mqtt.IsConnected) return;

        try
        {
            await _mqtt.DisconnectAsync(new MqttClientDisconnectOptions(), cancellationToken);
        }
        catch (OperationCanceledException)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets) Release(socket);
        _sockets.Clear();
        await ReleaseAsync(_mqtt);
    }

    private static void Release(Socket socket)
    {
        using (socket) socket.Close(timeout: 0);
    }

    private static ValueTask ReleaseAsync(object resource)
    {
        switch (resource)
        {
            case IAsyncDisposable asynchronous:
                return asynchronous.DisposeAsync();
            case IDisposable synchronous:
                synchronous.Dispose();
                break;
        }

        return ValueTask.CompletedTask;
    }
}
