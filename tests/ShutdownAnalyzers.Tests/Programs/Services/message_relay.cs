using System.Threading.Channels;

namespace Relay.Messages;

public interface IUplink
{
    Task SendAsync(string message, CancellationToken ct);
    Task FarewellAsync(CancellationToken ct);
}

public abstract class RelayBase : BackgroundService
{
    protected RelayBase(ILogger logger) => Logger = logger;

    protected ILogger Logger { get; }

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD base SHUT201
    {
        Logger.LogInformation("{Relay} says goodbye", GetType().Name);
        await SignOffAsync(cancellationToken); //! HAZARD base SHUT201
    }

    protected virtual Task SignOffAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public sealed class RadioRelay(ChannelReader<string> inbox, IUplink uplink, ILogger<RadioRelay> logger) : RelayBase(logger)
{
    protected override async Task SignOffAsync(CancellationToken cancellationToken)
    {
        try
        {
            await uplink.FarewellAsync(cancellationToken);
        }
        catch (Exception ex) when (ex is OperationCanceledException or IOException)
        {
            Logger.LogWarning(ex, "No farewell");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await inbox.WaitToReadAsync(stoppingToken))
        {
            while (inbox.TryRead(out var message))
                await uplink.SendAsync(message, stoppingToken);
        }
    }
}
