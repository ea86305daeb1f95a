using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Presence>();
await builder.Build().RunAsync();

internal sealed class Presence(IConfiguration configuration) : BackgroundService
{
    private readonly HubConnection _hub = new HubConnectionBuilder().WithUrl(configuration["SERVER"]!, HttpTransportType.LongPolling).Build();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _hub.StartAsync(stoppingToken);
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite, stoppingToken);
    }
}
