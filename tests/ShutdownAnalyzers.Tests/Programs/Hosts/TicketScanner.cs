using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Stadium.Gates;

public interface ITicketRegister
{
    bool Admit(string code);
}

public sealed class GateServer : IHostedService
{
    private readonly ITicketRegister _register;
    private readonly ILogger<GateServer> _logger;
    private readonly TcpListener _listener = new(IPAddress.Any, 4455);
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Task> _gates = [];
    private Task _accepting = Task.CompletedTask;

    public GateServer(ITicketRegister register, ILogger<GateServer> logger)
    {
        _register = register;
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
        _closing.Cancel();
        _listener.Stop();
        try
        {
            await _accepting.WaitAsync(cancellationToken);
            await Task.WhenAll(_gates).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _logger.LogWarning("Gates did not close in time");
        }
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
            catch (Exception ex) when (ex is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                _logger.LogInformation("No more gates are accepted");
                return;
            }

            _gates.RemoveAll(g => g.IsCompleted);
            _gates.Add(ServeAsync(client, _closing.Token));
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken ct)
    {
        using (client)
        using (var reader = new StreamReader(client.GetStream(), Encoding.ASCII))
        {
            try
            {
                while (await reader.ReadLineAsync(ct) is { } code)
                {
                    var answer = _register.Admit(code) ? "OK\n"u8.ToArray() : "NO\n"u8.ToArray();
                    await client.GetStream().WriteAsync(answer, ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                _logger.LogDebug("Gate told to close");
            }
            catch (IOException ex)
            {
                _logger.LogWarning(ex, "Gate lost");
            }
        }
    }
}
