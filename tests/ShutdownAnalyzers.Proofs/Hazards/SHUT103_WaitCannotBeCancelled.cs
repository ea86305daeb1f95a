using System.Net;
using System.Net.Sockets;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<MetricsServer>();
await builder.Build().RunAsync();

internal sealed class MetricsServer : BackgroundService
{
    private readonly HttpListener _listener = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _listener.Prefixes.Add($"http://127.0.0.1:{FreePort()}/");
        _listener.Start();
        Console.WriteLine("ready");
        while (!stoppingToken.IsCancellationRequested)
        {
            var request = await _listener.GetContextAsync();
            request.Response.Close();
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
