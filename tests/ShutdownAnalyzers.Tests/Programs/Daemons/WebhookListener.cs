using System.Net;

namespace Payments.Webhooks;

public interface IPaymentBook
{
    Task ConfirmAsync(string reference, Stream body, CancellationToken cancellationToken);
}

/// <summary>GetContextAsync takes no token: StopAsync closes the listener first, that is what ends the loop.</summary>
internal sealed class WebhookListener : BackgroundService
{
    private readonly HttpListener _listener = new();
    private readonly IPaymentBook _book;
    private readonly ILogger<WebhookListener> _logger;

    public WebhookListener(IPaymentBook book, IConfiguration configuration, ILogger<WebhookListener> logger)
    {
        _book = book;
        _logger = logger;
        _listener.Prefixes.Add(configuration["Webhooks:Prefix"] ?? "http://localhost:8123/");
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_listener.IsListening)
        {
            if (await NextAsync() is not { } context) return;

            try
            {
                await _book.ConfirmAsync(context.Request.QueryString["ref"] ?? "", context.Request.InputStream, stoppingToken);
                context.Response.StatusCode = 204;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                context.Response.StatusCode = 503;
            }
            catch (Exception e)
            {
                _logger.LogError(e, "Webhook failed");
                context.Response.StatusCode = 500;
            }

            CloseQuietly(context.Response);
        }
    }

    private async Task<HttpListenerContext?> NextAsync()
    {
        try
        {
            return await _listener.GetContextAsync();
        }
        catch (Exception e) when (e is ObjectDisposedException or HttpListenerException or InvalidOperationException && !_listener.IsListening)
        {
            return null;
        }
    }

    private static void CloseQuietly(HttpListenerResponse response)
    {
        try
        {
            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or InvalidOperationException)
        {
            // the sender has gone
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        if (_listener.IsListening) _listener.Stop();
        return base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        ((IDisposable)_listener).Dispose();
        base.Dispose();
    }
}

public static class WebhookServices
{
    public static IServiceCollection AddWebhooks<TBook>(this IServiceCollection services) where TBook : class, IPaymentBook => services
        .AddSingleton<IPaymentBook, TBook>()
        .AddHostedService<WebhookListener>();
}
