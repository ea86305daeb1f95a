using System.Net;
using System.Net.Sockets;
using System.Text;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Levels>();
var app = builder.Build();

Desk.Listen(app.Services.GetRequiredService<Levels>(), 10_023);

app.MapGet("/levels", (Levels levels) => levels.Snapshot());
app.Run();

internal sealed class Levels
{
    private readonly float[] _values = new float[32];

    public void Set(int channel, float value)
    {
        if (channel >= 0 && channel < _values.Length) Volatile.Write(ref _values[channel], value);
    }

    public float[] Snapshot() => [.. _values];
}

internal static class Desk
{
    public static void Listen(Levels levels, int port) => Spawn("desk", () => //! HAZARD desk SHUT509 SHUT101 SHUT102
    {
        using var udp = new UdpClient(port);
        var from = new IPEndPoint(IPAddress.Any, 0);
        while (true) //! HAZARD desk SHUT509 SHUT101 SHUT103
        {
            var text = Encoding.ASCII.GetString(udp.Receive(ref from)); //! HAZARD desk SHUT509 SHUT102 SHUT101 SHUT103
            if (text.Split(' ') is [var channel, var value] && int.TryParse(channel, out var c) && float.TryParse(value, out var v))
                levels.Set(c, v);
        }
    });

    private static void Spawn(string name, ThreadStart body) //! HAZARD desk SHUT509
    {
        var thread = new Thread(body) { Name = name }; //! HAZARD desk SHUT509
        thread.Start(); //! HAZARD desk SHUT509
    }
}
