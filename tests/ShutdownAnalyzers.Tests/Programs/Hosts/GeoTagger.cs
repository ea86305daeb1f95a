namespace Photos.Geo;

public sealed record Photo(string Id, double? Lat, double? Lon);

public interface IPhotoQueue
{
    /// <summary>Null when the queue was closed for good.</summary>
    ValueTask<Photo?> DequeueAsync(CancellationToken cancellationToken);
    Task CompleteAsync(string id, string? place);
}

public interface IGazetteer
{
    Task<string?> NearestAsync(double lat, double lon, CancellationToken cancellationToken);
}

public sealed class GeoTagger(IPhotoQueue queue, IGazetteer gazetteer, ILogger<GeoTagger> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var tagged = 0;
        try
        {
            while (true)
            {
                var photo = await queue.DequeueAsync(stoppingToken);
                if (photo is null)
                    break;

                var place = await LocateAsync(photo, stoppingToken);
                await queue.CompleteAsync(photo.Id, place);
                tagged++;
            }
        }
        finally
        {
            logger.LogInformation("{Count} photos tagged", tagged);
        }
    }

    private async Task<string?> LocateAsync(Photo photo, CancellationToken cancellationToken)
    {
        if (photo is not { Lat: { } lat, Lon: { } lon })
            return null;

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await gazetteer.NearestAsync(lat, lon, cancellationToken);
            }
            catch (IOException ex) when (attempt < 4)
            {
                logger.LogDebug(ex, "Attempt {Attempt} failed", attempt);
                await Task.Delay(TimeSpan.FromSeconds(attempt), cancellationToken);
            }
        }
    }
}
