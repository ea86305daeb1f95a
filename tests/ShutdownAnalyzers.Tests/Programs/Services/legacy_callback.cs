using System.Net;

namespace Payments.Callback;

public interface ICallbackHandler
{
    Task<int> HandleAsync(string body, CancellationToken ct);
}

/// <summary>The provider only calls back on a port of its own.</summary>
public sealed class CallbackListener(ICallbackHandler handler, ILogger<CallbackListener> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add("http://localhost:8077/callback/");
        listener.Start();
        using var stop = stoppingToken.Register(listener.Stop);

        while (!stoppingToken.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception ex) when (ex is HttpListenerException or InvalidOperationException && stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            using var reader = new StreamReader(context.Request.InputStream);
            var body = await reader.ReadToEndAsync(limit.Token);
            context.Response.StatusCode = await handler.HandleAsync(body, limit.Token);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "The callback failed");
            context.Response.StatusCode = 500;
        }
        finally
        {
            context.Response.Close();
        }
    }
}
