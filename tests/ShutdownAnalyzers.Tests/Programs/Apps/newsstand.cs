var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<PressAgency>(c => c.BaseAddress = new Uri("http://press.local/"));
builder.Services.AddSingleton<FrontPages>();

await using var app = builder.Build();
app.MapGet("/front/{paper}", (string paper, FrontPages pages) => pages.Get(paper));
app.MapGet("/healthz", (FrontPages pages) => pages.Ready ? Results.Ok() : Results.StatusCode(503));

var running = app.RunAsync();

await using (var scope = app.Services.CreateAsyncScope())
{
    var agency = scope.ServiceProvider.GetRequiredService<PressAgency>();
    await WarmUpAsync(agency, app.Services.GetRequiredService<FrontPages>(), app.Lifetime.ApplicationStopping);
}

await running;

static async Task WarmUpAsync(PressAgency agency, FrontPages pages, CancellationToken stopping)
{
    foreach (var paper in new[] { "herald", "courier", "gazette" })
    {
        if (stopping.IsCancellationRequested) return;
        if (await agency.FetchAsync(paper) is { } page) pages.Set(paper, page);
    }

    pages.Ready = true;
}

internal sealed class PressAgency(HttpClient http, ILogger<PressAgency> logger)
{
    public async Task<string?> FetchAsync(string paper)
    {
        try
        {
            return await http.GetStringAsync($"front/{paper}");
        }
        catch (HttpRequestException ex)
        {
            logger.LogWarning(ex, "{Paper} is late", paper);
            return null;
        }
    }
}

internal sealed class FrontPages
{
    private readonly Dictionary<string, string> _pages = [];

    public bool Ready { get; set; }

    public string Get(string paper)
    {
        lock (_pages) return _pages.GetValueOrDefault(paper, "");
    }

    public void Set(string paper, string page)
    {
        lock (_pages) _pages[paper] = page;
    }
}
