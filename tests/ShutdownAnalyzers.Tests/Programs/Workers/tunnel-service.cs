#nullable disable
using System.Net;
using System.Net.Sockets;

namespace Net.Tunnels;

public interface ITunnel
{
    Task PipeAsync(Socket socket, CancellationToken cancellationToken);
}

public class TunnelService : IHostedService
{
    private readonly ITunnel _tunnel;
    private readonly int _port;
    private Session _session; //! HAZARD started SHUT212

    public TunnelService(ITunnel tunnel, IConfiguration configuration)
    {
        _tunnel = tunnel;
        _port = configuration.GetValue("Tunnel:Port", 7000);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, _port));
        socket.Listen();
        _session = new Session(socket, _tunnel);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _session.EndAsync(cancellationToken); //! HAZARD started SHUT212

    private sealed class Session
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Socket _socket;
        private readonly Task _run;

        public Session(Socket socket, ITunnel tunnel)
        {
            _socket = socket;
            _run = RunAsync(tunnel, _end.Token);
        }

        public async Task EndAsync(CancellationToken deadline)
        {
            _end.Cancel();
            await Task.WhenAny(_run, Task.Delay(Timeout.Infinite, deadline));
            _socket.Dispose();
        }

        private async Task RunAsync(ITunnel tunnel, CancellationToken end)
        {
            while (!end.IsCancellationRequested)
            {
                using var peer = await _socket.AcceptAsync(end);
                await tunnel.PipeAsync(peer, end);
            }
        }
    }
}
