using System.Net;
using System.Net.Sockets;

// A server that takes connections and never answers.
using var silent = new TcpListener(IPAddress.Loopback, 0);
silent.Start();

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(_ => new HttpClient { BaseAddress = new Uri($"http://{silent.LocalEndpoint}"), Timeout = TimeSpan.FromMilliseconds(200) });
builder.Services.AddHostedService<RateFeed>();
using var host = builder.Build();
await host.StartAsync();
await Task.Delay(TimeSpan.FromSeconds(2));
Console.WriteLine("ready");
await host.WaitForShutdownAsync();

internal sealed class RateFeed(HttpClient http, ILogger<RateFeed> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var poll = 1; !stoppingToken.IsCancellationRequested; poll++)
        {
            Console.WriteLine($"poll {poll}");
            try
            {
                var rates = await http.GetStringAsync("/rates", stoppingToken);
                logger.LogInformation("{Rates}", rates);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception e)
            {
                logger.LogWarning("No rates: {Reason}", e.Message);
            }
        }
    }
}
