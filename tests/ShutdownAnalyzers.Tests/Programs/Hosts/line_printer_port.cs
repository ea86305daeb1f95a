using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Printing.Port
{
    public interface IPrintSpool
    {
        Task StoreAsync(Stream job, CancellationToken token);
    }

    public class LinePrinterPort : IHostedService, IDisposable
    {
        private readonly TcpListener _listener = new TcpListener(IPAddress.Any, 9100);
        private readonly CancellationTokenSource _cts = new CancellationTokenSource();
        private readonly ConcurrentDictionary<int, Task> _jobs = new ConcurrentDictionary<int, Task>();
        private readonly IPrintSpool _spool;
        private readonly ILogger<LinePrinterPort> _logger;
        private Task _accepting = Task.CompletedTask;
        private int _next;

        public LinePrinterPort(IPrintSpool spool, ILogger<LinePrinterPort> logger)
        {
            _spool = spool;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _listener.Start();
            _accepting = AcceptAsync();
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            _cts.Cancel();
            _listener.Stop();

            var open = _jobs.Values.Append(_accepting).ToArray();
            var all = Task.WhenAll(open);
            if (await Task.WhenAny(all, Task.Delay(Timeout.Infinite, cancellationToken)) != all)
            {
                _logger.LogWarning("{Count} print jobs were cut", open.Count(t => !t.IsCompleted));
            }
        }

        public void Dispose()
        {
            _listener.Dispose();
            _cts.Dispose();
        }

        private async Task AcceptAsync()
        {
            while (true)
            {
                TcpClient client;
                try
                {
                    client = await _listener.AcceptTcpClientAsync();
                }
                catch (SocketException) when (_cts.IsCancellationRequested)
                {
                    return;
                }
                catch (ObjectDisposedException)
                {
                    return;
                }

                var number = Interlocked.Increment(ref _next);
                _jobs[number] = PrintAsync(number, client, _cts.Token);
            }
        }

        private async Task PrintAsync(int number, TcpClient client, CancellationToken token)
        {
            await Task.Yield();
            try
            {
                using (client)
                {
                    await _spool.StoreAsync(client.GetStream(), token);
                }
            }
            catch (Exception ex)
            {
                _logger.LogWarning(ex, "Job {Number} failed", number);
            }
            finally
            {
                Task? ended;
                _jobs.TryRemove(number, out ended);
            }
        }
    }
}
