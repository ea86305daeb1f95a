using System.Text;

namespace Logistics.Edi;

public sealed record Segment(string Tag, string[] Fields);

public interface IEdiInbox
{
    Task<string?> NextFileAsync(CancellationToken ct);
    Task ArchiveAsync(string file, int segments, CancellationToken ct);
}

internal sealed class EdiReader(TextReader source)
{
    private readonly StringBuilder _text = new();
    private bool _ended;
    private bool _escaped;

    public IReadOnlyList<Segment> ReadAll()
    {
        var segments = new List<Segment>();
        while (!_ended)
        {
            var next = source.Read();
            if (next < 0) End();
            else Take((char)next, segments);
        }

        return segments;
    }

    private void End() => _ended = true;

    private void Take(char c, List<Segment> segments)
    {
        switch (c)
        {
            case '?' when !_escaped:
                _escaped = true;
                return;
            case '\'' when !_escaped:
                Complete(segments);
                break;
            default:
                _text.Append(c);
                break;
        }

        _escaped = false;
    }

    private void Complete(List<Segment> segments)
    {
        var parts = _text.ToString().Trim().Split('+');
        segments.Add(new Segment(parts[0], parts[1..]));
        _text.Clear();
        if (parts[0] == "UNZ") End();
    }
}

public sealed class EdiImport(IEdiInbox inbox, ILogger<EdiImport> logger) : BackgroundService
{
    private volatile bool _idle = true;

    public bool Idle => _idle;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var file = await inbox.NextFileAsync(stoppingToken);
            _idle = file is null;
            if (file is null)
            {
                await Task.Delay(TimeSpan.FromSeconds(15), stoppingToken);
                continue;
            }

            using var reader = new StreamReader(file, Encoding.Latin1);
            var segments = new EdiReader(reader).ReadAll();
            logger.LogInformation("{File}: {Count} segments", file, segments.Count);
            await inbox.ArchiveAsync(file, segments.Count, CancellationToken.None);
        }
    }
}
