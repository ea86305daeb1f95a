namespace Media.Transcoding;

public readonly record struct Frame(int Number, byte[] Pixels);

public sealed record TranscodeJob(Guid Id, IReadOnlyList<Frame> Frames);

public interface IJobStore
{
    Task<TranscodeJob?> ClaimAsync(CancellationToken cancellationToken);
    Task CompleteAsync(Guid job, byte[] result, CancellationToken cancellationToken);
}

public interface INodeRegistry
{
    Task<string> JoinAsync(string host, CancellationToken cancellationToken);
    Task BeatAsync(string node, CancellationToken cancellationToken);
    Task LeaveAsync(string node, CancellationToken cancellationToken);
}

public sealed class TranscodeWorker(IJobStore jobs, ILogger<TranscodeWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await jobs.ClaimAsync(stoppingToken) is not { } job)
            {
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
                continue;
            }

            logger.LogInformation("Encoding {Job}, {Frames} frames", job.Id, job.Frames.Count);
            var result = await Task.Run(() => Encode(job.Frames), stoppingToken); //! HAZARD encode SHUT111
            await jobs.CompleteAsync(job.Id, result, CancellationToken.None);
        }
    }

    private static byte[] Encode(IReadOnlyList<Frame> frames)
    {
        using var output = new MemoryStream();
        foreach (var frame in frames) //! HAZARD encode SHUT111
        {
            var previous = (byte)0;
            foreach (var pixel in frame.Pixels)
            {
                output.WriteByte((byte)(pixel - previous));
                previous = pixel;
            }

            for (var pass = 0; pass < 64; pass++)
                Smooth(frame.Pixels, pass);
        }

        return output.ToArray();
    }

    private static void Smooth(byte[] pixels, int pass)
    {
        for (var i = 1; i < pixels.Length; i++)
            pixels[i] = (byte)((pixels[i - 1] * pass + pixels[i]) / (pass + 1));
    }
}

public sealed class NodePresence : BackgroundService
{
    private readonly INodeRegistry _registry;
    private readonly TimeSpan _pace;

    public NodePresence(INodeRegistry registry, IConfiguration configuration)
    {
        _registry = registry;
        _pace = configuration.GetValue("Presence:Pace", TimeSpan.FromSeconds(20));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var node = await _registry.JoinAsync(Environment.MachineName, stoppingToken);

        while (!stoppingToken.IsCancellationRequested)
            await BeatAndRest();

        using var budget = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _registry.LeaveAsync(node, budget.Token); //! HAZARD leave SHUT107

        async Task BeatAndRest()
        {
            await _registry.BeatAsync(node, stoppingToken);
            await Task.Delay(_pace, stoppingToken);
        }
    }
}
