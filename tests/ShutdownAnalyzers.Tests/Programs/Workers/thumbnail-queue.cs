using System.Collections.Concurrent;

namespace Media.Thumbs;

public readonly record struct ThumbJob(string Path, int Width);

public interface IImageLibrary
{
    void Shrink(string path, int width);
}

public sealed class ThumbQueue : IDisposable
{
    private readonly BlockingCollection<ThumbJob> _jobs = new(1_000);

    public bool Offer(ThumbJob job) => _jobs.TryAdd(job);
    public bool Next(out ThumbJob job) => _jobs.TryTake(out job, Timeout.Infinite); //! HAZARD take SHUT102 SHUT601
    public void Dispose() => _jobs.Dispose();
}

public sealed class ThumbWorker(ThumbQueue queue, IImageLibrary library, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(Drain, CancellationToken.None)));

    private void Drain() //! HAZARD take SHUT102 SHUT601 SHUT101
    {
        while (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            if (!queue.Next(out var job)) continue; //! HAZARD take SHUT102 SHUT601

            try
            {
                library.Shrink(job.Path, job.Width);
            }
            catch (IOException e)
            {
                Console.Error.WriteLine($"{job.Path}: {e.Message}");
            }
        }
    }
}

public static class ThumbServices
{
    public static IServiceCollection AddThumbs(this IServiceCollection services)
        => services.AddSingleton<ThumbQueue>().AddHostedService<ThumbWorker>();
}
