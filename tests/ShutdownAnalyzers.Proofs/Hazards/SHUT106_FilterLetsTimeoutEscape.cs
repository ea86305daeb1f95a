using System.Net;
using System.Net.Sockets;

// A server that takes connections and never answers.
using var silent = new TcpListener(IPAddress.Loopback, 0);
silent.Start();

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(_ => new HttpClient { BaseAddress = new Uri($"http://{silent.LocalEndpoint}"), Timeout = TimeSpan.FromMilliseconds(200) });
builder.Services.AddHostedService<WeatherFeed>();
await builder.Build().RunAsync();

internal sealed class WeatherFeed(HttpClient http, ILogger<WeatherFeed> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Console.WriteLine("ready");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var weather = await http.GetStringAsync("/weather", stoppingToken);
                logger.LogInformation("{Weather}", weather);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogWarning("No weather: {Reason}", e.Message);
            }
        }
    }
}
