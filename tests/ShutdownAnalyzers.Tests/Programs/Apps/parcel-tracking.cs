var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<ParcelBoard>();
var app = builder.Build();

var parcels = app.MapGroup("/parcels").AddEndpointFilter<DeadlineFilter>();
parcels.MapGet("/{code}", (string code, ParcelBoard board) => board.Find(code));
parcels.MapGet("/{code}/scan", ScanAsync);
app.Run();

static async Task<IResult> ScanAsync(string code, HttpContext context, ParcelBoard board)
{
    var deadline = (CancellationToken)context.Items[DeadlineFilter.Key]!;
    var scan = await board.WaitForScanAsync(code, deadline);
    return scan is null ? Results.StatusCode(503) : Results.Ok(scan);
}

internal sealed class DeadlineFilter(IHostApplicationLifetime lifetime) : IEndpointFilter
{
    public static readonly object Key = new();

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping); //! HAZARD deadline SHUT304
        deadline.CancelAfter(TimeSpan.FromSeconds(25)); //! HAZARD deadline SHUT304
        http.Items[Key] = deadline.Token;

        try
        {
            return await next(context);
        }
        finally
        {
            http.Items.Remove(Key);
        }
    }
}

internal sealed class ParcelBoard
{
    private readonly Dictionary<string, string> _scans = new(StringComparer.OrdinalIgnoreCase);

    public string? Find(string code)
    {
        lock (_scans) return _scans.GetValueOrDefault(code);
    }

    public async Task<string?> WaitForScanAsync(string code, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (Find(code) is { } scan) return scan;
            await Task.Delay(250, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }
}
