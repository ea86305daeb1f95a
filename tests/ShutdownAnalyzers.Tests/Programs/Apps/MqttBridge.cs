using MQTTnet;

namespace Greenhouse.Bridge;

public interface IClimate
{
    event Action<string, double>? Measured;
}

public sealed class MqttBridge : BackgroundService
{
    private readonly IClimate _climate;
    private readonly ILogger<MqttBridge> _logger;
    private readonly IMqttClient _client; //! HAZARD mqtt SHUT704

    public MqttBridge(IClimate climate, ILogger<MqttBridge> logger)
    {
        _climate = climate;
        _logger = logger;
        _client = new MqttClientFactory().CreateMqttClient(); //! HAZARD mqtt SHUT704
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var options = new MqttClientOptionsBuilder().WithTcpServer("broker.local").WithClientId("greenhouse").Build();
        await _client.ConnectAsync(options, stoppingToken); //! HAZARD mqtt SHUT704

        var latest = new Dictionary<string, double>();
        void OnMeasured(string sensor, double value)
        {
            lock (latest) latest[sensor] = value;
        }

        _climate.Measured += OnMeasured;
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(20));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                KeyValuePair<string, double>[] values;
                lock (latest) values = [.. latest];

                foreach (var (sensor, value) in values)
                    await _client.PublishStringAsync($"greenhouse/{sensor}", value.ToString("F1"), cancellationToken: stoppingToken);
            }
        }
        finally
        {
            _climate.Measured -= OnMeasured;
            _logger.LogInformation("Bridge stopped");
        }
    }
}
