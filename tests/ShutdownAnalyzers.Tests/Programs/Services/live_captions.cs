namespace Broadcast.Captions;

public interface ICaptionUplink
{
    Task OpenAsync(string channel, CancellationToken ct);
    Task SendAsync(string text, CancellationToken ct);
}

public sealed class CaptionDesk
{
    private readonly ICaptionUplink _uplink;
    private readonly ILogger<CaptionDesk> _logger;
    private int _sent;

    public CaptionDesk(ICaptionUplink uplink, IHostApplicationLifetime lifetime, ILogger<CaptionDesk> logger)
    {
        _uplink = uplink;
        _logger = logger;
        lifetime.ApplicationStopping.Register(OnStopping); //! HAZARD goodbye SHUT301
    }

    public async Task SendAsync(string text, CancellationToken ct)
    {
        await _uplink.SendAsync(text, ct);
        Interlocked.Increment(ref _sent);
    }

    private async void OnStopping() //! HAZARD goodbye SHUT301
    {
        try
        {
            await _uplink.SendAsync("[end of captions]", CancellationToken.None); //! HAZARD goodbye SHUT301
        }
        catch (IOException ex)
        {
            _logger.LogWarning(ex, "The uplink was gone after {Count} captions", _sent);
        }
    }
}

public sealed class RequestBudget(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    public const string Key = "captions.budget";

    public async Task InvokeAsync(HttpContext context)
    {
        var budget = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopped); //! HAZARD linked SHUT304
        budget.CancelAfter(TimeSpan.FromSeconds(10));
        context.Items[Key] = budget.Token; //! HAZARD linked SHUT304

        await next(context);
    }
}

public static class CaptionEndpoints
{
    public static WebApplication UseCaptions(this WebApplication app)
    {
        app.UseMiddleware<RequestBudget>();
        app.MapPost("/captions", async (HttpContext context, CaptionDesk desk, string text) =>
        {
            var budget = context.Items[RequestBudget.Key] is CancellationToken token ? token : context.RequestAborted;
            await desk.SendAsync(text, budget);
            return TypedResults.NoContent();
        });
        return app;
    }
}
