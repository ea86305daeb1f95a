using System.Threading.Channels;

namespace Fieldbus.Gateway;

public readonly record struct Frame(ushort Node, byte Kind, ReadOnlyMemory<byte> Payload);

public interface IRadio
{
    ValueTask<Frame> ReceiveAsync(CancellationToken cancellationToken);
    Task SleepAsync(CancellationToken cancellationToken);
}

public interface IFrameStore
{
    ValueTask AppendAsync(Frame frame, CancellationToken cancellationToken);
    Task CommitAsync(CancellationToken cancellationToken);
}

public sealed class FrameSpool
{
    private readonly Channel<Frame> _frames = Channel.CreateBounded<Frame>(new BoundedChannelOptions(2048) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    public void Put(Frame frame) => _frames.Writer.TryWrite(frame);

    public ValueTask<Frame> TakeAsync(CancellationToken cancellationToken) => _frames.Reader.ReadAsync(cancellationToken);

    public bool TryTake(out Frame frame) => _frames.Reader.TryRead(out frame);
}

public abstract class GatewayWorker : BackgroundService
{
    protected GatewayWorker(ILogger logger)
    {
        Logger = logger;
    }

    protected ILogger Logger { get; }

    protected virtual Task OnStoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD nobase SHUT201
    {
        Logger.LogInformation("{Worker} is leaving the gateway", GetType().Name);
        try
        {
            await OnStoppingAsync(cancellationToken);
        }
        catch (Exception ex)
        {
            Logger.LogWarning(ex, "{Worker} did not leave cleanly", GetType().Name);
        }
    }
}

public sealed class UplinkWorker : GatewayWorker
{
    private readonly IRadio _radio;
    private readonly FrameSpool _spool;

    public UplinkWorker(IRadio radio, FrameSpool spool, ILogger<UplinkWorker> logger) : base(logger)
    {
        _radio = radio;
        _spool = spool;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var frame = await _radio.ReceiveAsync(stoppingToken);
            if (frame.Kind == 0) continue;

            _spool.Put(frame);
        }
    }

    protected override Task OnStoppingAsync(CancellationToken cancellationToken) => _radio.SleepAsync(cancellationToken);
}

public sealed class SpoolWorker : BackgroundService
{
    private readonly FrameSpool _spool;
    private readonly IFrameStore _store;

    public SpoolWorker(FrameSpool spool, IFrameStore store)
    {
        _spool = spool;
        _store = store;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var sinceCommit = 0;
        try
        {
            while (true)
            {
                await _store.AppendAsync(await _spool.TakeAsync(stoppingToken), CancellationToken.None);
                if (++sinceCommit < 500) continue;

                await _store.CommitAsync(CancellationToken.None);
                sinceCommit = 0;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            while (_spool.TryTake(out var rest))
                await _store.AppendAsync(rest, CancellationToken.None);
        }
        finally
        {
            await _store.CommitAsync(stoppingToken); //! HAZARD commit SHUT108
        }
    }
}

public static class GatewayServices
{
    public static IServiceCollection AddGateway(this IServiceCollection services)
    {
        services.AddSingleton<FrameSpool>();
        services.AddHostedService<SpoolWorker>();
        services.AddHostedService<UplinkWorker>();
        return services;
    }
}
