using System.Threading.Channels;

namespace Partner.Webhooks;

public sealed record Webhook(Uri Target, string Body);

public interface IWebhookSender
{
    Task SendAsync(Webhook hook, CancellationToken cancellationToken);
}

public sealed class WebhookQueue(IWebhookSender sender) : BackgroundService
{
    private readonly Channel<Webhook> _hooks = Channel.CreateBounded<Webhook>(1_000);

    public ValueTask EnqueueAsync(Webhook hook, CancellationToken ct) => _hooks.Writer.WriteAsync(hook, ct);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _hooks.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _hooks.Reader.WaitToReadAsync(stoppingToken))
        {
            while (_hooks.Reader.TryRead(out var hook))
                await sender.SendAsync(hook, stoppingToken);
        }
    }
}

public static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton<WebhookQueue>() //! HAZARD twins SHUT215
        .AddTransient<IWebhookPublisher, WebhookPublisher>()
        .AddHostedService<WebhookQueue>(); //! HAZARD twins SHUT215
}

public interface IWebhookPublisher
{
    ValueTask PublishAsync(Uri target, string body, CancellationToken ct);
}

internal sealed class WebhookPublisher(WebhookQueue queue) : IWebhookPublisher
{
    public ValueTask PublishAsync(Uri target, string body, CancellationToken ct) => queue.EnqueueAsync(new(target, body), ct);
}
