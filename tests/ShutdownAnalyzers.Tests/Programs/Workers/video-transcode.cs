using System.Threading.Channels;

namespace Video.Transcode;

public readonly record struct Clip(Guid Id, string Source);

public interface ITranscoder
{
    Task<TimeSpan> TranscodeAsync(Clip clip, int height);
}

public sealed class TranscodeQueue : IDisposable
{
    private readonly Channel<Clip> _clips = Channel.CreateBounded<Clip>(256); //! HAZARD buffered SHUT112 SHUT601

    public ValueTask EnqueueAsync(Clip clip, CancellationToken ct) => _clips.Writer.WriteAsync(clip, ct);
    public IAsyncEnumerable<Clip> Clips(CancellationToken ct) => _clips.Reader.ReadAllAsync(ct); //! HAZARD buffered SHUT112 SHUT601
    public void Dispose() => _clips.Writer.TryComplete(); //! HAZARD buffered SHUT112 SHUT601
}

public sealed class TranscodeWorker(TranscodeQueue queue, ITranscoder transcoder, ILogger<TranscodeWorker> logger) : BackgroundService
{
    private static readonly int[] Heights = [1080, 720, 480];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var clip in queue.Clips(stoppingToken)) //! HAZARD buffered SHUT112 SHUT601
        {
            foreach (var height in Heights)
            {
                var took = await transcoder.TranscodeAsync(clip, height); //! HAZARD buffered SHUT112 SHUT601
                logger.LogInformation("{Clip} at {Height}: {Took}", clip.Id, height, took);
            }
        }
    }
}
