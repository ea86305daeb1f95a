using System.Net;
using System.Net.Sockets;

namespace Radiology.Store;

public interface IAssociationHandler
{
    Task HandleAsync(TcpClient client, CancellationToken ct);
}

public sealed class DicomStore : IHostedService, IDisposable
{
    private readonly IAssociationHandler _handler;
    private readonly IConfiguration _configuration;
    private readonly CancellationTokenSource _stop = new();
    private TcpListener _listener = null!; //! HAZARD unstarted SHUT212
    private Task _accepting = Task.CompletedTask;

    public DicomStore(IAssociationHandler handler, IConfiguration configuration)
    {
        _handler = handler;
        _configuration = configuration;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var address = IPAddress.Parse(_configuration["Dicom:Address"] ?? throw new InvalidOperationException("No address"));
        _listener = new TcpListener(address, 104); //! HAZARD unstarted SHUT212
        _listener.Start(8);
        _accepting = AcceptAsync(_listener, _stop.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        _listener.Stop(); //! HAZARD unstarted SHUT212
        await Task.WhenAny(_accepting, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public void Dispose() => _stop.Dispose();

    private async Task AcceptAsync(TcpListener listener, CancellationToken stop)
    {
        var open = new HashSet<Task>();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                open.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop), stop));
                open.RemoveWhere(t => t.IsCompleted);
            }
            catch (SocketException) when (!stop.IsCancellationRequested)
            {
                await Task.Delay(200, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                break;
            }
        }

        await Task.WhenAll(open).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
            await _handler.HandleAsync(client, stop);
    }
}
