using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<LampConnections>(); //! HAZARD lamps SHUT405
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.ListenAnyIP(8080);
    kestrel.ListenAnyIP(7070, listen => listen.UseConnectionHandler<LampHandler>()); //! HAZARD lamps SHUT405 SHUT401
});

var app = builder.Build();
app.MapPut("/lamps/{level}", async (byte level, LampConnections lamps) => await lamps.DimAsync(level));
app.Run();

internal sealed class LampConnections
{
    private readonly ConcurrentDictionary<string, ConnectionContext> _open = new(); //! HAZARD lamps SHUT405

    public void Add(ConnectionContext connection) => _open[connection.ConnectionId] = connection; //! HAZARD lamps SHUT405

    public void Remove(ConnectionContext connection) => _open.TryRemove(connection.ConnectionId, out _);

    public async Task<int> DimAsync(byte level)
    {
        byte[] command = [0x01, level];
        foreach (var lamp in _open.Values)
            await lamp.Transport.Output.WriteAsync(command);

        return _open.Count;
    }
}

internal sealed class LampHandler(LampConnections lamps) : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection) //! HAZARD lamps SHUT405 SHUT401
    {
        lamps.Add(connection); //! HAZARD lamps SHUT405
        try
        {
            while (true) //! HAZARD lamps SHUT401 SHUT405
            {
                var read = await connection.Transport.Input.ReadAsync(); //! HAZARD lamps SHUT401 SHUT405
                connection.Transport.Input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return;
            }
        }
        finally
        {
            lamps.Remove(connection);
        }
    }
}
