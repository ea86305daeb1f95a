namespace Security.Patrol;

/// <summary>Everything a patrol needs, the way to end it included.</summary>
public sealed record PatrolContext(string Robot, IReadOnlyList<string> Route, TimeSpan Pause, CancellationToken Recall)
{
    public bool Recalled => Recall.IsCancellationRequested;
}

public interface IRobotLink
{
    Task<bool> GoToAsync(string robot, string place, CancellationToken cancellationToken);
    Task DockAsync(string robot, CancellationToken cancellationToken);
}

public interface IPatrolStep
{
    Task TakeAsync(PatrolContext context);
}

internal sealed class WalkStep(IRobotLink link) : IPatrolStep
{
    public async Task TakeAsync(PatrolContext context)
    {
        foreach (var place in context.Route)
        {
            if (!await link.GoToAsync(context.Robot, place, context.Recall))
                throw new InvalidOperationException($"{context.Robot} is stuck before {place}.");
        }
    }
}

internal sealed class PauseStep : IPatrolStep
{
    public Task TakeAsync(PatrolContext context) => Task.Delay(context.Pause, context.Recall);
}

internal sealed class PatrolService(IEnumerable<IPatrolStep> steps, IRobotLink link, IConfiguration configuration, ILogger<PatrolService> logger) : BackgroundService
{
    private readonly IPatrolStep[] _steps = [.. steps];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var patrols = from robot in configuration.GetSection("Robots").GetChildren()
                      let route = robot.GetSection("Route").Get<string[]>() ?? []
                      select PatrolAsync(new PatrolContext(robot.Key, route, TimeSpan.FromMinutes(3), stoppingToken));

        await Task.WhenAll(patrols);
    }

    private async Task PatrolAsync(PatrolContext context)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                foreach (var step in _steps)
                    await step.TakeAsync(context);

                logger.LogDebug("{Robot} has finished round {Round}", context.Robot, round);
            }
            catch (InvalidOperationException e)
            {
                logger.LogWarning(e, "Round {Round} was given up", round);
                if (context.Recall.WaitHandle.WaitOne(0)) break;
                await Task.Delay(context.Pause, context.Recall).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e)
            {
                if (context.Recalled) break;
                logger.LogError(e, "{Robot}", context.Robot);
            }
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        await link.DockAsync(context.Robot, limit.Token);
    }
}

public static class PatrolServices
{
    public static IServiceCollection AddPatrol(this IServiceCollection services) => services
        .AddSingleton<IPatrolStep, WalkStep>()
        .AddSingleton<IPatrolStep, PauseStep>()
        .AddHostedService<PatrolService>();
}
