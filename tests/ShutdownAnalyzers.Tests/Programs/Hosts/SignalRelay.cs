using System.Net;
using System.Text.Json;

namespace Relay.Hooks;

public sealed record HookMessage(string Source, string Kind, JsonElement Data);

public interface IHookSink
{
    Task PublishAsync(HookMessage message, CancellationToken cancellationToken);
}

public sealed class SignalRelay(IHookSink sink, IConfiguration configuration, ILogger<SignalRelay> logger) : BackgroundService
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add(configuration["Relay:Prefix"] ?? "http://localhost:9191/hooks/");
        listener.Start();
        logger.LogInformation("Relay listens");

        while (!stoppingToken.IsCancellationRequested)
        {
            var context = await listener.GetContextAsync(); //! HAZARD accept SHUT103
            await AnswerAsync(context, stoppingToken);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken cancellationToken)
    {
        var status = HttpStatusCode.Accepted;
        try
        {
            var message = await JsonSerializer.DeserializeAsync<HookMessage>(context.Request.InputStream, Json, cancellationToken);
            if (message is null)
                status = HttpStatusCode.BadRequest;
            else
                await sink.PublishAsync(message, cancellationToken);
        }
        catch (JsonException ex)
        {
            logger.LogWarning(ex, "Hook from {Address} was not understood", context.Request.RemoteEndPoint);
            status = HttpStatusCode.UnprocessableEntity;
        }
        finally
        {
            context.Response.StatusCode = (int)status;
            context.Response.Close();
        }
    }
}
