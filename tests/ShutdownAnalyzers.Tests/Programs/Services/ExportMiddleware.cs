namespace Reporting.Export;

public sealed record ExportJob(string Name, string[] Columns);

public interface IExportEngine
{
    IAsyncEnumerable<string> RowsAsync(ExportJob job, CancellationToken ct);
}

public sealed class ExportFeature(CancellationToken token)
{
    public CancellationToken Token { get; } = token;
}

public sealed class ExportMiddleware
{
    private readonly RequestDelegate _next;
    private readonly IHostApplicationLifetime _lifetime;

    public ExportMiddleware(RequestDelegate next, IHostApplicationLifetime lifetime)
    {
        _next = next;
        _lifetime = lifetime;
    }

    public async Task InvokeAsync(HttpContext context, ILogger<ExportMiddleware> logger)
    {
        if (!context.Request.Path.StartsWithSegments("/exports"))
        {
            await _next(context);
            return;
        }

        var linked = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _lifetime.ApplicationStopping); //! HAZARD leak SHUT304
        linked.CancelAfter(TimeSpan.FromMinutes(10));
        context.Features.Set(new ExportFeature(linked.Token)); //! HAZARD leak SHUT304

        try
        {
            await _next(context);
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            logger.LogInformation("Export of {Path} was cut", context.Request.Path);
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }
}

public static class ExportEndpoints
{
    public static void UseExports(this WebApplication app)
    {
        app.UseMiddleware<ExportMiddleware>();
        app.MapPost("/exports", async (ExportJob job, IExportEngine engine, HttpContext context) =>
        {
            if (context.Features.Get<ExportFeature>() is not { } export)
            {
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return;
            }

            context.Response.ContentType = "text/csv";
            await context.Response.WriteAsync(string.Join(',', job.Columns) + "\n", export.Token);
            await foreach (var row in engine.RowsAsync(job, export.Token))
                await context.Response.WriteAsync(row + "\n", export.Token);
        });
    }
}
