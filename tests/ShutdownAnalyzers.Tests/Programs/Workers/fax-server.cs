using System.Net;
using System.Net.Sockets;

namespace Office.Fax;

public interface IFaxStore
{
    Task SaveAsync(Stream content);
}

public sealed class FaxServer : IHostedService
{
    private readonly IFaxStore _store;
    private readonly TcpListener _listener = new(IPAddress.Any, 4559); //! HAZARD accept SHUT205 SHUT704
    private Task _accepting = Task.CompletedTask; //! HAZARD accept SHUT205 SHUT209

    public FaxServer(IFaxStore store) => _store = store;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start(16); //! HAZARD accept SHUT205 SHUT209
        _accepting = AcceptAsync(); //! HAZARD accept SHUT205 SHUT209
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask; //! HAZARD accept SHUT205 SHUT209

    private async Task AcceptAsync() //! HAZARD accept SHUT205 SHUT209 SHUT101 SHUT103
    {
        while (true) //! HAZARD accept SHUT205 SHUT209 SHUT101 SHUT103
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(); //! HAZARD accept SHUT205 SHUT209 SHUT101 SHUT102 SHUT103
                await _store.SaveAsync(client.GetStream());
            }
            catch (SocketException) when (!_listener.Server.IsBound)
            {
                return;
            }
        }
    }
}
