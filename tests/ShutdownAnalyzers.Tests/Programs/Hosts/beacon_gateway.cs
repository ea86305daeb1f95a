using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Beacon.Gateway
{
    public interface IBeaconStatus
    {
        string Describe();
    }

    public class BeaconGateway : IHostedService, IDisposable
    {
        private readonly IBeaconStatus _status;
        private readonly ILogger<BeaconGateway> _logger;
        private readonly CancellationTokenSource _stopping = new CancellationTokenSource();
        private readonly UdpClient _client = new UdpClient();
        private readonly IPEndPoint _target = new IPEndPoint(IPAddress.Broadcast, 40123);
        private Thread? _thread;

        public BeaconGateway(IBeaconStatus status, ILogger<BeaconGateway> logger)
        {
            _status = status;
            _logger = logger;
            _client.EnableBroadcast = true;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _thread = new Thread(Announce) { IsBackground = true, Name = "beacon" };
            _thread.Start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _stopping.Cancel();
            if (_thread != null && !_thread.Join(TimeSpan.FromSeconds(5)))
            {
                _logger.LogWarning("Beacon did not stop in time");
            }

            return Task.CompletedTask;
        }

        public void Dispose()
        {
            _client.Dispose();
            _stopping.Dispose();
        }

        private void Announce()
        {
            while (true) //! HAZARD announce SHUT101
            {
                try
                {
                    var payload = Encoding.UTF8.GetBytes(_status.Describe());
                    _client.Send(payload, payload.Length, _target);
                }
                catch (SocketException ex)
                {
                    _logger.LogDebug(ex, "Beacon not sent");
                }

                Thread.Sleep(10000); //! HAZARD announce SHUT102
            }
        }
    }
}
