using System.Net;
using System.Text;

namespace Plant.Gateway;

public interface IDeviceShadow
{
    string Describe(string device);
    Task<int> RefreshAsync(CancellationToken cancellationToken);
}

/// <summary>The old PLCs speak HTTP/1.0 without a Host header, which Kestrel refuses.</summary>
internal sealed class LegacyHttpFront(IDeviceShadow shadow, ILogger<LegacyHttpFront> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add("http://+:8099/");
        listener.Start();

        while (!stoppingToken.IsCancellationRequested) //! HAZARD accept SHUT103
        {
            var context = await listener.GetContextAsync(); //! HAZARD accept SHUT103
            try
            {
                await AnswerAsync(context, stoppingToken);
            }
            catch (HttpListenerException e)
            {
                logger.LogDebug(e, "PLC hung up");
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken ct)
    {
        using var response = context.Response;
        var device = context.Request.Url?.Segments.LastOrDefault() ?? "";
        var body = Encoding.ASCII.GetBytes(shadow.Describe(device));
        response.ContentLength64 = body.Length;
        await response.OutputStream.WriteAsync(body, ct);
    }
}

internal sealed class ShadowRefresher(IDeviceShadow shadow, ILogger<ShadowRefresher> logger) : IHostedService
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _refreshing = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _refreshing = RefreshAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD twice SHUT213
    {
        await _stopping.CancelAsync(); //! HAZARD twice SHUT213
        await Task.WhenAny(_refreshing, Task.Delay(Timeout.Infinite, cancellationToken));
        _stopping.Dispose(); //! HAZARD twice SHUT213
    }

    private async Task RefreshAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var changed = await shadow.RefreshAsync(ct);
                logger.LogDebug("{Changed} shadows changed", changed);
                await Task.Delay(TimeSpan.FromSeconds(45), ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            logger.LogDebug("Refresh ended");
        }
    }
}

public static class GatewayServices
{
    public static IServiceCollection AddLegacyGateway(this IServiceCollection services)
        => services.AddHostedService<ShadowRefresher>().AddHostedService<LegacyHttpFront>();
}
