namespace Edge.Drain;

public sealed class Readiness
{
    private int _draining;

    public bool Draining => Volatile.Read(ref _draining) == 1;

    public void Drain() => Interlocked.Exchange(ref _draining, 1);
}

public sealed class DrainOptions
{
    public TimeSpan LoadBalancerDelay { get; set; } = TimeSpan.FromSeconds(4);
}

public static class DrainApplication
{
    public static IServiceCollection AddDrain(this IServiceCollection services, Action<DrainOptions>? configure = null)
    {
        services.AddOptions<DrainOptions>().Configure(o => configure?.Invoke(o));
        return services.AddSingleton<Readiness>();
    }

    public static WebApplication UseDrain(this WebApplication app)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();

        app.Lifetime.ApplicationStopping.Register(() =>
        {
            readiness.Drain();
            app.Logger.LogInformation("Draining: the load balancer gets a few seconds");
            Thread.Sleep(TimeSpan.FromSeconds(4));
        });

        app.MapGet("/ready", () => readiness.Draining ? Results.StatusCode(503) : Results.Text("ready"));
        app.MapGet("/live", () => Results.Text("alive"));
        return app;
    }
}

public interface ITicketPrinter
{
    Task<string> PrintAsync(int visitors, CancellationToken ct);
}

public static class TicketEndpoints
{
    public static void MapTickets(this IEndpointRouteBuilder endpoints)
        => endpoints.MapPost("/tickets", async (int visitors, ITicketPrinter printer, Readiness readiness, CancellationToken ct) =>
        {
            if (visitors is < 1 or > 20) return Results.BadRequest();
            var number = await printer.PrintAsync(visitors, ct);
            return readiness.Draining ? Results.Accepted($"/tickets/{number}") : Results.Created($"/tickets/{number}", null);
        });
}
