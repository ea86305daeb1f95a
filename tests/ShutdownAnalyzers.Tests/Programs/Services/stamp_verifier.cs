using System.Net;

namespace Post.Verifier;

public interface IStampRegister
{
    Task<bool> KnownAsync(string code, CancellationToken ct);
}

public sealed class StampVerifier(IStampRegister register, IConfiguration configuration, ILogger<StampVerifier> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener { IgnoreWriteExceptions = true };
        listener.Prefixes.Add(configuration["Verifier:Prefix"] ?? "http://localhost:8181/");
        listener.Start();
        using var closing = stoppingToken.Register(static l => ((HttpListener)l!).Stop(), listener);

        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                if (stoppingToken.IsCancellationRequested)
                    return;

                logger.LogError(ex, "The listener has failed");
                throw;
            }

            await AnswerAsync(context, stoppingToken);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken ct)
    {
        using var response = context.Response;
        var code = context.Request.Url?.Segments[^1] ?? "";
        try
        {
            response.StatusCode = await register.KnownAsync(code, ct) ? 200 : 404;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            response.StatusCode = 503;
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Code {Code}", code);
            response.StatusCode = 500;
        }
    }
}
