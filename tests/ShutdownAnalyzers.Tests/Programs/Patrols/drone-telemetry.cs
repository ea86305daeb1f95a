using System.Threading.Channels;

namespace Drones.Telemetry;

public readonly record struct Fix(int Drone, double Lat, double Lon, double Alt, long Tick);

public interface IFlightRadio
{
    IReadOnlyList<Fix> Poll();
    ValueTask GroundAsync(int drone);
}

public sealed class FlightRecorder(string folder) : IAsyncDisposable
{
    private readonly StreamWriter _file = new(Path.Combine(folder, $"{DateTime.UtcNow:yyyyMMddHHmmss}.fix"));

    public Task WriteAsync(in Fix fix) => _file.WriteLineAsync($"{fix.Tick};{fix.Drone};{fix.Lat};{fix.Lon};{fix.Alt}");

    public Task SealAsync() => _file.WriteLineAsync("#end");

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}

public sealed class TelemetryWorker(IFlightRadio radio, FlightRecorder recorder, Channel<Fix> uplink) : BackgroundService
{
    private readonly HashSet<int> _airborne = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var fix in radio.Poll())
            {
                if (fix.Alt > 0.5) _airborne.Add(fix.Drone);
                else _airborne.Remove(fix.Drone);

                await recorder.WriteAsync(fix);
                uplink.Writer.TryWrite(fix);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), stoppingToken);
        }

        foreach (var drone in _airborne) //! HAZARD ground SHUT107
            await radio.GroundAsync(drone); //! HAZARD ground SHUT107
        await recorder.SealAsync(); //! HAZARD ground SHUT107
    }
}

public sealed class Uplink(Channel<Fix> channel, IHttpClientFactory clients, ILogger<Uplink> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _sending = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sending = Task.Run(SendAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        channel.Writer.TryComplete(); //! HAZARD nowait SHUT209
        _stop.CancelAfter(TimeSpan.FromSeconds(5)); //! HAZARD nowait SHUT209
        logger.LogInformation("Uplink closing, state {State}", _sending.Status);
        return Task.CompletedTask; //! HAZARD nowait SHUT209
    }

    public void Dispose() => _stop.Dispose();

    private async Task SendAsync()
    {
        using var client = clients.CreateClient(nameof(Uplink));
        var stop = _stop.Token;
        try
        {
            await foreach (var fix in channel.Reader.ReadAllAsync(stop))
                await PostAsync(client, fix, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            logger.LogWarning("{Count} fixes were not sent", channel.Reader.Count);
        }
    }

    private async Task PostAsync(HttpClient client, Fix fix, CancellationToken stop)
    {
        try
        {
            using var response = await client.PostAsJsonAsync("fixes", fix, stop);
            response.EnsureSuccessStatusCode();
        }
        catch (Exception ex) when (!stop.IsCancellationRequested)
        {
            logger.LogWarning(ex, "Fix of {Drone} was refused", fix.Drone);
        }
    }
}

public static class TelemetryServices
{
    public static IServiceCollection AddTelemetryLink(this IServiceCollection services, string folder) => services
        .AddSingleton(_ => new FlightRecorder(folder))
        .AddSingleton(_ => Channel.CreateBounded<Fix>(new BoundedChannelOptions(5_000) { FullMode = BoundedChannelFullMode.DropOldest }))
        .AddHostedService<Uplink>()
        .AddHostedService<TelemetryWorker>();
}
