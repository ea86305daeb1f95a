using System.Threading.Channels;

namespace Astro.Solving;

public sealed record Frame(string File, double Exposure);

public interface ISolver
{
    Task<(double Ra, double Dec)?> SolveAsync(Frame frame);
}

public interface IFrameQueue
{
    bool TryPost(Frame frame);
}

public sealed class PlateSolver(ISolver solver, ILogger<PlateSolver> logger) : BackgroundService, IFrameQueue
{
    private readonly Channel<Frame> _frames = Channel.CreateUnbounded<Frame>(new UnboundedChannelOptions { SingleReader = true });

    public bool TryPost(Frame frame) => _frames.Writer.TryWrite(frame);

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _frames.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var frame in _frames.Reader.ReadAllAsync(stoppingToken)) //! HAZARD drain SHUT112
        {
            var solved = await solver.SolveAsync(frame); //! HAZARD drain SHUT112
            if (solved is { } position)
                logger.LogInformation("{File}: {Ra:0.000} {Dec:0.000}", frame.File, position.Ra, position.Dec);
            else
                logger.LogWarning("{File}: not solved", frame.File);
        }
    }
}

public static class SolvingEndpoints
{
    public static void MapSolving(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/frames", (Frame frame, IFrameQueue queue) => queue.TryPost(frame) ? Results.Accepted() : Results.StatusCode(503));

    public static IServiceCollection AddSolving(this IServiceCollection services)
    {
        services.AddSingleton<PlateSolver>();
        services.AddSingleton<IFrameQueue>(sp => sp.GetRequiredService<PlateSolver>());
        return services.AddHostedService(sp => sp.GetRequiredService<PlateSolver>());
    }
}
