using System.Buffers.Binary;
using System.Net.Sockets;

namespace Wind.Telemetry;

public sealed record TurbineAlarm(int Turbine, string Code, DateTimeOffset At);

public interface ITurbineBus
{
    event EventHandler<TurbineAlarm>? AlarmRaised;
    Task ConnectAsync(CancellationToken cancellationToken);
}

public static class Datagram
{
    public static bool TryParse(ReadOnlySpan<byte> bytes, out (int Turbine, float Power) sample)
    {
        sample = default;
        if (bytes.Length < 8) return false;
        sample = (BinaryPrimitives.ReadInt32BigEndian(bytes), BinaryPrimitives.ReadSingleBigEndian(bytes[4..]));
        return true;
    }
}

public sealed class PowerJournal : BackgroundService
{
    private readonly UdpClient _socket;
    private readonly StreamWriter _journal;
    private readonly ILogger<PowerJournal> _logger;
    private long _samples;

    public PowerJournal(IConfiguration configuration, ILogger<PowerJournal> logger)
    {
        _logger = logger;
        _socket = new UdpClient(configuration.GetValue("Telemetry:Port", 20777));
        _journal = new StreamWriter(configuration["Telemetry:Journal"] ?? "power.csv", append: true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var received = await _socket.ReceiveAsync(stoppingToken);
            if (!Datagram.TryParse(received.Buffer, out var sample))
            {
                _logger.LogDebug("Odd datagram from {Sender}", received.RemoteEndPoint);
                continue;
            }

            await _journal.WriteLineAsync($"{DateTime.UtcNow:O};{sample.Turbine};{sample.Power}");
            if (++_samples % 1000 == 0) await _journal.FlushAsync(CancellationToken.None);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("Closing the journal after {Samples} samples", _samples);
        await _journal.DisposeAsync(); //! HAZARD journal SHUT203
        await base.StopAsync(cancellationToken); //! HAZARD journal SHUT203
    }

    public override void Dispose()
    {
        _socket.Dispose();
        base.Dispose();
    }
}

public sealed class AlarmForwarder(ITurbineBus bus, IHttpClientFactory clients, ILogger<AlarmForwarder> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD alarms SHUT204
    {
        await bus.ConnectAsync(stoppingToken);
        bus.AlarmRaised += OnAlarmRaised; //! HAZARD alarms SHUT204 SHUT205
        logger.LogInformation("Forwarding alarms");
    }

    private async void OnAlarmRaised(object? sender, TurbineAlarm alarm) //! HAZARD alarms SHUT204
    {
        try
        {
            using var response = await clients.CreateClient("control-room").PostAsJsonAsync("alarms", alarm);
            response.EnsureSuccessStatusCode();
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Alarm {Code} of {Turbine} was not forwarded", alarm.Code, alarm.Turbine);
        }
    }
}

public static class TelemetryServices
{
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHttpClient("control-room", http => http.BaseAddress = new Uri(builder.Configuration["ControlRoom"]!));
        builder.Services.AddHostedService<PowerJournal>();
        builder.Services.AddHostedService<AlarmForwarder>();
    }
}
