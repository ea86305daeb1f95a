using System.Net;

namespace Toll.Plaza;

internal interface ITollBook
{
    void Enter(string plate, string lane);
}

/// <summary>GetContextAsync has no token, but Stop ends it, and Stop is tied to the token.</summary>
internal sealed class PlazaListener(ITollBook book, ILogger<PlazaListener> logger) : BackgroundService
{
    private readonly HttpListener _listener = new() { Prefixes = { "http://localhost:7070/" } };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _listener.Start();
        using var registration = stoppingToken.Register(_listener.Stop);

        while (true)
        {
            try
            {
                Serve(await _listener.GetContextAsync());
            }
            catch (Exception ex) when (ex is InvalidOperationException or HttpListenerException && stoppingToken.IsCancellationRequested)
            {
                logger.LogInformation("Plaza is closed");
                return;
            }
        }
    }

    private void Serve(HttpListenerContext context)
    {
        var plate = context.Request.QueryString["plate"];
        var lane = context.Request.QueryString["lane"];
        if (plate is null || lane is null)
        {
            context.Response.StatusCode = 400;
        }
        else
        {
            book.Enter(plate, lane);
            context.Response.StatusCode = 204;
        }

        context.Response.Close();
    }

    public override void Dispose()
    {
        _listener.Close();
        base.Dispose();
    }
}

internal sealed class LaneLights(ILogger<LaneLights> logger) : BackgroundService
{
    private bool _green;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (;;)
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(40), stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            _green = !_green;
            logger.LogDebug("Lane 4 is {Colour}", _green ? "green" : "red");
        }

        logger.LogInformation("Lights are left {Colour}", _green ? "green" : "red");
    }
}

internal static class PlazaServices
{
    internal static void AddPlaza<TBook>(this IServiceCollection services) where TBook : class, ITollBook
    {
        services.AddSingleton<ITollBook, TBook>();
        services.AddHostedService<PlazaListener>();
        services.AddHostedService<LaneLights>();
    }
}
