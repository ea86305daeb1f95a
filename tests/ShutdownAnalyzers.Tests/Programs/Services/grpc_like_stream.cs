using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Lift.Status;

public interface ILiftPanel
{
    string Status { get; }
    Task ChangedAsync(CancellationToken ct);
}

internal sealed class LiftStream
{
    private readonly ILiftPanel _panel;
    private readonly CancellationToken _stopping;

    public LiftStream(ILiftPanel panel, IHostApplicationLifetime lifetime)
    {
        _panel = panel;
        _stopping = lifetime.ApplicationStopping;
    }

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "application/x-ndjson";
        await foreach (var status in StatesAsync(context.RequestAborted))
        {
            await JsonSerializer.SerializeAsync(context.Response.Body, new { status }, cancellationToken: context.RequestAborted);
            await context.Response.WriteAsync("\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private async IAsyncEnumerable<string> StatesAsync([EnumeratorCancellation] CancellationToken aborted)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(aborted, _stopping);
        while (!end.IsCancellationRequested)
        {
            yield return _panel.Status;
            await _panel.ChangedAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

public static class LiftModule
{
    public static void AddLift<TPanel>(this IServiceCollection services) where TPanel : class, ILiftPanel
        => services.AddSingleton<ILiftPanel, TPanel>().AddSingleton<LiftStream>();

    public static void MapLift(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/lift", (HttpContext context) => context.RequestServices.GetRequiredService<LiftStream>().WriteAsync(context));
}
