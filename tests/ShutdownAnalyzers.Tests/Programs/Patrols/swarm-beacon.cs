using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Drones.Swarm;

public sealed record Beacon(string Swarm, int Sequence, DateTimeOffset At);

public sealed class BeaconSession(UdpClient socket, IPEndPoint target, CancellationToken ended)
{
    private int _sequence;

    public bool Open => !ended.IsCancellationRequested;

    public ValueTask<int> SendAsync(string swarm)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new Beacon(swarm, ++_sequence, DateTimeOffset.UtcNow));
        return socket.SendAsync(payload, target, ended);
    }

    public Task PauseAsync(TimeSpan time) => Task.Delay(time, ended);
}

public sealed class BeaconService(IConfiguration configuration, ILogger<BeaconService> logger) : IHostedService, IDisposable
{
    private readonly UdpClient _socket = new() { EnableBroadcast = true };
    private Task _sending = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var target = new IPEndPoint(IPAddress.Broadcast, configuration.GetValue("Beacon:Port", 14550));
        var session = new BeaconSession(_socket, target, cancellationToken); //! HAZARD token SHUT206
        _sending = BroadcastAsync(session, configuration["Beacon:Swarm"] ?? "alpha"); //! HAZARD token SHUT206
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var finished = await Task.WhenAny(_sending, Task.Delay(Timeout.Infinite, cancellationToken));
        logger.LogInformation("Beacon {State}", finished == _sending ? "ended" : "given up");
    }

    public void Dispose() => _socket.Dispose();

    private async Task BroadcastAsync(BeaconSession session, string swarm)
    {
        try
        {
            while (session.Open)
            {
                await session.SendAsync(swarm);
                await session.PauseAsync(TimeSpan.FromSeconds(2));
            }
        }
        catch (OperationCanceledException) when (!session.Open)
        {
            logger.LogDebug("Beacon of {Swarm} off", swarm);
        }
    }
}

public sealed class ArmingDesk
{
    private readonly TaskCompletionSource<string> _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> Armed => _armed.Task;

    public bool Arm(string officer) => _armed.TrySetResult(officer);
}

public sealed class PatrolWorker(ArmingDesk desk, ILogger<PatrolWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.LogInformation("Waiting for the arming desk");
        var officer = await desk.Armed; //! HAZARD arm SHUT102

        for (var lap = 1; !stoppingToken.IsCancellationRequested; lap++)
        {
            logger.LogInformation("Lap {Lap}, armed by {Officer}", lap, officer);
            await Task.Delay(TimeSpan.FromMinutes(4), stoppingToken);
        }
    }
}

public static class SwarmEndpoints
{
    public static IServiceCollection AddSwarm(this IServiceCollection services) =>
        services.AddSingleton<ArmingDesk>().AddHostedService<BeaconService>().AddHostedService<PatrolWorker>();

    public static RouteHandlerBuilder MapArming(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/arm/{officer}", (string officer, ArmingDesk desk) => desk.Arm(officer) ? Results.Ok() : Results.Conflict());
}
