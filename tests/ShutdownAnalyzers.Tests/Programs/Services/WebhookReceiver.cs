using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Hooks;

public sealed record Hook(string Provider, string Body, DateTimeOffset ReceivedAt);

public interface IHookSink
{
    Task StoreAsync(Hook hook, CancellationToken cancellationToken);
}

public sealed class HookSecrets(IConfiguration configuration)
{
    private readonly ConcurrentDictionary<string, byte[]> _cache = new();

    public bool Verify(string provider, string body, string? signature)
    {
        if (signature is null) return false;
        var key = _cache.GetOrAdd(provider, p => Encoding.UTF8.GetBytes(configuration[$"Hooks:{p}:Secret"] ?? ""));
        var expected = Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(body)));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature.ToUpperInvariant()));
    }
}

public sealed class WebhookReceiver(IConfiguration configuration, HookSecrets secrets, IHookSink sink, ILogger<WebhookReceiver> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add(configuration["Hooks:Prefix"] ?? "http://localhost:8099/hooks/");
        listener.Start();
        logger.LogInformation("Waiting for webhooks on {Prefix}", listener.Prefixes.First());

        while (!stoppingToken.IsCancellationRequested)
        {
            var context = await NextAsync(listener); //! HAZARD accept SHUT103
            if (context is null) continue;
            context.Response.StatusCode = (int)await AcceptAsync(context.Request, stoppingToken);
            context.Response.Close();
        }
    }

    private async Task<HttpListenerContext?> NextAsync(HttpListener listener)
    {
        var context = await listener.GetContextAsync(); //! HAZARD accept SHUT103
        if (context.Request.HttpMethod == "POST") return context;
        logger.LogDebug("{Method} refused", context.Request.HttpMethod);
        context.Response.StatusCode = 405;
        context.Response.Close();
        return null;
    }

    private async Task<HttpStatusCode> AcceptAsync(HttpListenerRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.InputStream, request.ContentEncoding);
        var body = await reader.ReadToEndAsync(cancellationToken);
        var provider = request.Url?.Segments.LastOrDefault()?.Trim('/') ?? "unknown";
        if (!secrets.Verify(provider, body, request.Headers["X-Signature"])) return HttpStatusCode.Unauthorized;

        await sink.StoreAsync(new Hook(provider, body, DateTimeOffset.UtcNow), cancellationToken);
        return HttpStatusCode.Accepted;
    }
}
