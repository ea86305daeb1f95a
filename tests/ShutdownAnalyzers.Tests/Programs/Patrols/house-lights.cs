using System.Globalization;
using System.Net;

namespace Theatre.Lights;

public interface IDimmer
{
    void Set(int circuit, double level);
    Task FadeAsync(double level, TimeSpan time);
}

public sealed class HouseLights : BackgroundService
{
    private readonly IDimmer _dimmer;
    private readonly ILogger<HouseLights> _logger;
    private readonly string _prefix;

    public HouseLights(IDimmer dimmer, IConfiguration configuration, ILogger<HouseLights> logger)
    {
        _dimmer = dimmer;
        _logger = logger;
        _prefix = configuration["Lights:Prefix"] ?? "http://localhost:9021/";
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listener = new HttpListener { Prefixes = { _prefix } };
        listener.Start();
        try
        {
            using var closing = stoppingToken.Register(static state => ((HttpListener)state!).Stop(), listener);
            while (await NextAsync(listener, stoppingToken) is { } context)
                Answer(context);
        }
        finally
        {
            listener.Close();
            await _dimmer.FadeAsync(1.0, TimeSpan.FromSeconds(2));
            _logger.LogInformation("House lights up");
        }
    }

    private static async Task<HttpListenerContext?> NextAsync(HttpListener listener, CancellationToken stop)
    {
        try
        {
            return await listener.GetContextAsync();
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Answer(HttpListenerContext context)
    {
        try
        {
            var query = context.Request.QueryString;
            if (int.TryParse(query["circuit"], out var circuit)
                && double.TryParse(query["level"], NumberStyles.Float, CultureInfo.InvariantCulture, out var level)
                && level is >= 0 and <= 1)
            {
                _dimmer.Set(circuit, level);
                context.Response.StatusCode = 204;
            }
            else
            {
                context.Response.StatusCode = 400;
            }

            context.Response.Close();
        }
        catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException)
        {
            _logger.LogDebug(ex, "Desk {Remote} hung up", context.Request.RemoteEndPoint);
        }
    }
}

public static class HouseLightsSetup
{
    public static IHostApplicationBuilder AddHouseLights<TDimmer>(this IHostApplicationBuilder builder)
        where TDimmer : class, IDimmer
    {
        builder.Services.AddSingleton<IDimmer, TDimmer>();
        builder.Services.AddHostedService<HouseLights>();
        return builder;
    }
}
