using System.Globalization;
using System.Threading.RateLimiting;

namespace Api.Limits;

public static class RateLimitGate
{
    public static IServiceCollection AddTenantLimits(this IServiceCollection services)
    {
        services.AddSingleton<PartitionedRateLimiter<HttpContext>>(_ => PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetSlidingWindowLimiter(
                context.Request.Headers["X-Tenant"].ToString(),
                _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = 100,
                    Window = TimeSpan.FromSeconds(10),
                    SegmentsPerWindow = 5,
                    QueueLimit = 0
                })));
        return services;
    }

    public static IApplicationBuilder UseTenantLimits(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var limiter = context.RequestServices.GetRequiredService<PartitionedRateLimiter<HttpContext>>();
        using var lease = await limiter.AcquireAsync(context, 1, context.RequestAborted);
        if (lease.IsAcquired)
        {
            await next(context);
            return;
        }

        if (lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
            context.Response.Headers.RetryAfter = ((int)after.TotalSeconds).ToString(CultureInfo.InvariantCulture);

        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
    });
}

public static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddTenantLimits();
        var app = builder.Build();
        app.UseTenantLimits();
        app.MapGet("/", () => "within the limits");
        app.MapPost("/bulk", (int[] numbers) => numbers.Sum(n => (long)n));
        await app.RunAsync();
    }
}
