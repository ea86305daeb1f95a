namespace Warehouse.Robots;

public interface IRobotLink
{
    Task<int> BatteryAsync(string robot, CancellationToken ct);
    Task SendHomeAsync(string robot, CancellationToken ct);
}

internal sealed class Mission(string robot, CancellationToken ends)
{
    public string Robot { get; } = robot;
    public CancellationToken Ends { get; } = ends;
    public Task Task { get; set; } = Task.CompletedTask;
}

public sealed class RobotFleet(IRobotLink link, IConfiguration configuration, ILogger<RobotFleet> logger) : IHostedService
{
    private readonly List<Mission> _missions = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var robot in configuration.GetSection("Robots").Get<string[]>() ?? [])
        {
            var mission = new Mission(robot, cancellationToken); //! HAZARD mission SHUT206
            mission.Task = GuardAsync(mission); //! HAZARD mission SHUT206 SHUT205
            _missions.Add(mission);
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var all = Task.WhenAll(_missions.Select(m => m.Task));
        var done = await Task.WhenAny(all, Task.Delay(Timeout.Infinite, cancellationToken)); //! HAZARD mission SHUT206 SHUT208 SHUT205
        if (done != all)
            logger.LogWarning("Robots are still out");
    }

    private async Task GuardAsync(Mission mission)
    {
        while (!mission.Ends.IsCancellationRequested) //! HAZARD mission SHUT206 SHUT205
        {
            try
            {
                if (await link.BatteryAsync(mission.Robot, mission.Ends) < 15)
                    await link.SendHomeAsync(mission.Robot, mission.Ends);
            }
            catch (IOException ex)
            {
                logger.LogWarning(ex, "{Robot} does not answer", mission.Robot);
            }

            await Task.Delay(TimeSpan.FromSeconds(20), mission.Ends).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); //! HAZARD mission SHUT206
        }
    }
}
