namespace Render.Jobs;

public enum JobState { Queued, Running, Done, Failed }

public sealed record JobView(Guid Id, JobState State, int Percent);

public interface IJobBook
{
    JobView? Find(Guid id);
    Task<Guid> EnqueueAsync(string scene, CancellationToken ct);
}

public sealed record WaitQuery(Guid Id, int? Above, IJobBook Book, CancellationToken CancellationToken);

public static class JobStatusEndpoints
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(400);

    public static RouteGroupBuilder MapJobs(this IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/jobs");

        jobs.MapPost("/", async (string scene, IJobBook book, CancellationToken ct) => Results.Accepted($"/jobs/{await book.EnqueueAsync(scene, ct)}"));
        jobs.MapGet("/{id:guid}", (Guid id, IJobBook book) => book.Find(id) is { } job ? Results.Ok(job) : Results.NotFound());
        jobs.MapGet("/{id:guid}/wait", WaitForProgress); //! HAZARD poll SHUT401
        return jobs;
    }

    private static async Task<IResult> WaitForProgress([AsParameters] WaitQuery query) //! HAZARD poll SHUT401
    {
        if (query.Book.Find(query.Id) is not { } first) return Results.NotFound();

        var threshold = query.Above ?? first.Percent;
        var changed = await UntilAsync(() => query.Book.Find(query.Id) is not { State: JobState.Queued or JobState.Running } job || job.Percent > threshold, query.CancellationToken); //! HAZARD poll SHUT401
        return changed ? Results.Ok(query.Book.Find(query.Id)) : Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
    }

    private static async Task<bool> UntilAsync(Func<bool> condition, CancellationToken cancellationToken) //! HAZARD poll SHUT401
    {
        while (!cancellationToken.IsCancellationRequested) //! HAZARD poll SHUT401
        {
            if (condition()) return true;
            await Task.Delay(Step, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); //! HAZARD poll SHUT401
        }

        return false;
    }
}

public interface IFarm
{
    Task<string> BookNodesAsync(int count, CancellationToken ct);
    Task RenderNextAsync(string booking, CancellationToken ct);
    Task FreeNodesAsync(string booking);
}

public sealed class RenderFarm(IFarm farm, IConfiguration configuration, ILogger<RenderFarm> logger) : BackgroundService
{
    private readonly int _nodes = configuration.GetValue("Farm:Nodes", 3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var booking = await farm.BookNodesAsync(_nodes, stoppingToken);
        logger.LogInformation("Booking {Booking} holds {Nodes} nodes", booking, _nodes);

        while (!stoppingToken.IsCancellationRequested) //! HAZARD nodes SHUT107
        {
            await farm.RenderNextAsync(booking, stoppingToken); //! HAZARD nodes SHUT107
            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken); //! HAZARD nodes SHUT107
        }

        await farm.FreeNodesAsync(booking); //! HAZARD nodes SHUT107
        logger.LogInformation("Booking {Booking} is free again", booking); //! HAZARD nodes SHUT107
    }
}
