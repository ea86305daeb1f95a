using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Telecom.Exchange;

public interface ICallHandler
{
    Task TalkAsync(NetworkStream line, CancellationToken hangUp);
}

public sealed class PhoneExchange : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<Socket, Task> _calls = new();
    private readonly CancellationTokenSource _hangUp = new();
    private readonly ICallHandler _handler;
    private readonly ILogger<PhoneExchange> _logger;
    private readonly TcpListener _listener;
    private Task? _accepting;

    public PhoneExchange(ICallHandler handler, IConfiguration configuration, ILogger<PhoneExchange> logger)
    {
        _handler = handler;
        _logger = logger;
        _listener = new TcpListener(IPAddress.Any, configuration.GetValue("Exchange:Port", 5060));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        _accepting = AcceptAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _listener.Stop();
        if (_accepting is not null)
            await _accepting.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // callers have some seconds to finish, then the lines are cut
        _hangUp.CancelAfter(TimeSpan.FromSeconds(5));
        await Task.WhenAll(_calls.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        foreach (var line in _calls.Keys)
            line.Close();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _hangUp.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception ex) when (ex is SocketException { SocketErrorCode: SocketError.OperationAborted } or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            catch (SocketException ex)
            {
                _logger.LogWarning(ex, "A caller hung up while ringing");
                continue;
            }

            var call = ServeAsync(socket);
            _calls[socket] = call;
            if (call.IsCompleted)
                _calls.TryRemove(socket, out _);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        try
        {
            await using var line = new NetworkStream(socket, ownsSocket: true);
            await _handler.TalkAsync(line, _hangUp.Token);
        }
        catch (Exception ex)
        {
            _logger.LogDebug(ex, "Call ended");
        }
        finally
        {
            _calls.TryRemove(socket, out _);
        }
    }
}
