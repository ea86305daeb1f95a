var web = BuildBooking(args);
var admin = BuildAdmin(web.Services);

admin.RunAsync("http://localhost:9191"); //! HAZARD admin SHUT307
await web.RunAsync();

static WebApplication BuildBooking(string[] args)
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Services.AddSingleton<Rehearsals>();
    var app = builder.Build();
    app.MapGet("/rehearsals", (Rehearsals r) => r.All);
    app.MapPost("/rehearsals/{day}", (DateOnly day, Rehearsals r) => r.Add(day) ? Results.Created() : Results.Conflict());
    return app;
}

static WebApplication BuildAdmin(IServiceProvider main)
{
    var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "choir-admin" });
    builder.WebHost.UseKestrelCore();
    builder.Services.AddRoutingCore();
    var app = builder.Build();
    app.MapGet("/metrics", () => $"rehearsals {main.GetRequiredService<Rehearsals>().All.Count}\n");
    return app;
}

internal sealed class Rehearsals
{
    private readonly SortedSet<DateOnly> _days = [];

    public IReadOnlyCollection<DateOnly> All
    {
        get { lock (_days) return [.. _days]; }
    }

    public bool Add(DateOnly day)
    {
        lock (_days) return _days.Add(day);
    }
}
