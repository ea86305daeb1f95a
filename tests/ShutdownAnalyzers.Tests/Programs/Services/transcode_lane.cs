using System.Threading.Channels;

namespace Media.Transcode;

public sealed record Clip(Guid Id, string Source, string Profile);

public interface IClipLedger
{
    Task ParkAsync(Clip clip);
}

public interface IEncoder
{
    Task EncodeAsync(Clip clip, CancellationToken ct);
}

public sealed class TranscodeLane(IEncoder encoder, IClipLedger ledger, ILogger<TranscodeLane> logger) : BackgroundService
{
    private readonly Channel<Clip> _clips = Channel.CreateBounded<Clip>(new BoundedChannelOptions(64) { SingleReader = true });

    public bool TryQueue(Clip clip) => _clips.Writer.TryWrite(clip);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var clip in _clips.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (stoppingToken.IsCancellationRequested)
            {
                await ledger.ParkAsync(clip);
                continue;
            }

            try
            {
                await encoder.EncodeAsync(clip, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                await ledger.ParkAsync(clip);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Clip {Id} failed", clip.Id);
            }
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _clips.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }
}

public sealed class LaneReport(IClipLedger ledger, IHostApplicationLifetime lifetime, ILogger<LaneReport> logger) : BackgroundService
{
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var registration = lifetime.ApplicationStopping.Register(() => _stopping.TrySetResult());

        for (var hour = 0; !_stopping.Task.IsCompleted; hour++)
        {
            logger.LogInformation("Hour {Hour}: {Ledger}", hour, ledger);
            try
            {
                await _stopping.Task.WaitAsync(TimeSpan.FromHours(1));
            }
            catch (TimeoutException)
            {
                // next hour
            }
        }
    }
}
