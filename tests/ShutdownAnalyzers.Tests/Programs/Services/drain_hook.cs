using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Edge.Drain;

public sealed class Readiness : IHealthCheck
{
    private volatile bool _draining;

    public void Drain() => _draining = true;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(_draining ? HealthCheckResult.Unhealthy("draining") : HealthCheckResult.Healthy());
}

public static class Program
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddHealthChecks().AddCheck<Readiness>("ready");

        var app = builder.Build();
        app.MapHealthChecks("/ready");
        app.MapGet("/", (HttpContext context) => $"hello {context.Connection.RemoteIpAddress}");

        var readiness = app.Services.GetRequiredService<Readiness>();
        app.Lifetime.ApplicationStopping.Register(() =>
        {
            // the load balancer needs two probes to see it
            readiness.Drain();
            app.Logger.LogInformation("Draining");
            Thread.Sleep(TimeSpan.FromSeconds(6));
        });
        app.Lifetime.ApplicationStopped.Register(() => app.Logger.LogInformation("Drained"));

        app.Run();
    }
}
