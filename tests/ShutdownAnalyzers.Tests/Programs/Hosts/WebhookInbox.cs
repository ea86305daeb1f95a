using System.Net;

namespace Inbox.Webhooks;

public interface IInboxStore
{
    Task SaveAsync(string path, Stream body, CancellationToken cancellationToken);
}

public sealed class WebhookInbox : BackgroundService
{
    private readonly HttpListener _listener = new();
    private readonly IInboxStore _store;
    private readonly ILogger<WebhookInbox> _logger;

    public WebhookInbox(IInboxStore store, IConfiguration configuration, ILogger<WebhookInbox> logger)
    {
        _store = store;
        _logger = logger;
        _listener.Prefixes.Add(configuration["Inbox:Prefix"] ?? "http://+:7070/");
    }

    public override void Dispose()
    {
        _listener.Close();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _listener.Start();
        using var closing = stoppingToken.Register(static state => ((HttpListener)state!).Stop(), _listener);

        while (!stoppingToken.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException)
            {
                if (stoppingToken.IsCancellationRequested)
                    return;

                _logger.LogError(ex, "The listener failed");
                throw;
            }

            await HandleAsync(context, stoppingToken);
        }
    }

    private async Task HandleAsync(HttpListenerContext context, CancellationToken cancellationToken)
    {
        using var response = context.Response;
        try
        {
            await _store.SaveAsync(context.Request.Url!.AbsolutePath, context.Request.InputStream, cancellationToken);
            response.StatusCode = (int)HttpStatusCode.NoContent;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _logger.LogInformation("A webhook was cut short, its sender tries again");
        }
        catch (ObjectDisposedException) when (cancellationToken.IsCancellationRequested)
        {
            _logger.LogInformation("A webhook was stored but not answered");
        }
        catch (IOException ex)
        {
            _logger.LogWarning(ex, "A webhook was not stored");
            response.StatusCode = (int)HttpStatusCode.InternalServerError;
        }
    }
}
