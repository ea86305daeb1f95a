using System.Globalization;

namespace Streaming.Hls;

public sealed record Chunk(int Sequence, double Seconds, ReadOnlyMemory<byte> Bytes);

public interface IIngest
{
    IAsyncEnumerable<Chunk> ReadAsync(string channel, CancellationToken cancellationToken);
}

internal struct Backoff(TimeSpan first, TimeSpan most)
{
    private TimeSpan _next = first;

    public TimeSpan Next()
    {
        var current = _next;
        _next = TimeSpan.FromTicks(Math.Min(_next.Ticks * 2, most.Ticks));
        return current;
    }

    public void Reset() => _next = first;
}

internal sealed class HlsSegmenter(IIngest ingest, IConfiguration configuration, ILogger<HlsSegmenter> logger) : BackgroundService
{
    private readonly string _channel = configuration["Channel"] ?? "one";
    private readonly string _folder = configuration["Folder"] ?? "hls";
    private Backoff _backoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(20));

    private string Playlist => Path.Combine(_folder, _channel + ".m3u8");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Directory.CreateDirectory(_folder);
        try
        {
            await SegmentForeverAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("{Channel} goes off the air", _channel);
        }
        finally
        {
            await CloseListAsync();
        }
    }

    private async Task SegmentForeverAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await foreach (var chunk in ingest.ReadAsync(_channel, cancellationToken))
                {
                    await WriteAsync(chunk);
                    _backoff.Reset();
                }
            }
            catch (Exception ex) when (IsTransient(ex, cancellationToken))
            {
                logger.LogWarning(ex, "Ingest of {Channel} broke", _channel);
            }

            await Task.Delay(_backoff.Next(), cancellationToken);
        }
    }

    private static bool IsTransient(Exception ex, CancellationToken cancellationToken)
        => !cancellationToken.IsCancellationRequested
           && ex is IOException or HttpRequestException or OperationCanceledException { InnerException: TimeoutException };

    private async Task WriteAsync(Chunk chunk)
    {
        var name = $"{_channel}-{chunk.Sequence:D8}.ts";
        var partial = Path.Combine(_folder, name + ".part");
        try
        {
            await using (var file = File.Create(partial)) await file.WriteAsync(chunk.Bytes);
            File.Move(partial, Path.Combine(_folder, name), overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }

        await File.AppendAllTextAsync(Playlist, string.Create(CultureInfo.InvariantCulture, $"#EXTINF:{chunk.Seconds:F3},\n{name}\n"));
    }

    private async Task CloseListAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        try
        {
            await File.AppendAllTextAsync(Playlist, "#EXT-X-ENDLIST\n", patience.Token);
        }
        catch (Exception ex) when (ex is IOException or OperationCanceledException)
        {
            logger.LogWarning(ex, "Playlist of {Channel} stays open", _channel);
        }
    }
}
