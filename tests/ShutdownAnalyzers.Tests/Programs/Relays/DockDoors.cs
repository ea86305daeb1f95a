using Microsoft.Extensions.Options;

namespace Harbour.Docks;

public sealed class DockOptions
{
    public string Yard { get; set; } = "north";
    public TimeSpan Pace { get; set; } = TimeSpan.FromSeconds(15);
}

public sealed record DoorAssignment(int Door, string Trailer, DateTimeOffset Until);

public interface IYardBoard
{
    Task<IReadOnlyList<DoorAssignment>> PlanAsync(string yard);
}

public interface IDoorLights
{
    Task ShowAsync(int door, string text);
}

public sealed record Frame(DateTimeOffset At, byte[] Pixels);

public interface IFrameFeed : IAsyncDisposable
{
    Task<Frame> NextAsync(CancellationToken cancellationToken);
}

public interface IFrameFeedFactory
{
    IFrameFeed Open(string camera);
}

public interface IPlateReader
{
    string? Read(Frame frame);
}

internal sealed class DoorPlanner(IYardBoard board, IDoorLights lights, IOptions<DockOptions> options, ILogger<DoorPlanner> logger) : BackgroundService
{
    private readonly Dictionary<int, string> _shown = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD shift SHUT101
    {
        var settings = options.Value;
        logger.LogInformation("Planning the doors of yard {Yard} every {Pace}", settings.Yard, settings.Pace);
        return PlanShiftAsync(settings); //! HAZARD shift SHUT101
    }

    private async Task PlanShiftAsync(DockOptions settings) //! HAZARD shift SHUT101
    {
        for (var round = 1; ; round++) //! HAZARD shift SHUT101
        {
            try
            {
                foreach (var assignment in await board.PlanAsync(settings.Yard))
                    await ShowAsync(assignment);
            }
            catch (HttpRequestException ex)
            {
                logger.LogWarning(ex, "Yard board unreachable in round {Round}", round);
            }

            await PauseAsync(settings.Pace, round); //! HAZARD shift SHUT101 SHUT102
        }
    }

    private async Task ShowAsync(DoorAssignment assignment)
    {
        if (_shown.TryGetValue(assignment.Door, out var trailer) && trailer == assignment.Trailer)
            return;

        await lights.ShowAsync(assignment.Door, $"{assignment.Trailer} {assignment.Until:HH:mm}");
        _shown[assignment.Door] = assignment.Trailer;
    }

    private static Task PauseAsync(TimeSpan pace, int round) => Task.Delay(round % 10 == 0 ? pace * 4 : pace); //! HAZARD shift SHUT101 SHUT102
}

internal sealed class GateCamera : BackgroundService
{
    private readonly IFrameFeed _feed;
    private readonly IPlateReader _plates;
    private readonly ILogger<GateCamera> _logger;

    public GateCamera(IFrameFeedFactory feeds, IPlateReader plates, ILogger<GateCamera> logger)
    {
        _feed = feeds.Open("gate-2");
        _plates = plates;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? last = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            var frame = await _feed.NextAsync(stoppingToken);
            if (_plates.Read(frame) is { } plate && plate != last)
            {
                _logger.LogInformation("{Plate} at the gate, {At:T}", plate, frame.At);
                last = plate;
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("Switching the gate camera off");
        await _feed.DisposeAsync(); //! HAZARD camera SHUT203
        await base.StopAsync(cancellationToken); //! HAZARD camera SHUT203
    }
}

public static class DockServices
{
    public static IServiceCollection AddDocks(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<DockOptions>(configuration.GetSection("Docks"));
        services.AddHostedService<DoorPlanner>();
        services.AddHostedService<GateCamera>();
        return services;
    }
}
