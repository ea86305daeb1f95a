using System.Diagnostics;

namespace Documents.Pdf;

public sealed record Document(Guid Id, string Source, int Pages);

public interface IDocumentQueue
{
    ValueTask<Document?> TryTakeAsync(CancellationToken ct);
    ValueTask FinishAsync(Guid id, byte[] pdf, CancellationToken ct);
    ValueTask FailAsync(Guid id, string reason, CancellationToken ct);
}

public interface IConverter
{
    Task<byte[]> ConvertAsync(string source, CancellationToken ct);
}

public sealed class PdfConverter : BackgroundService
{
    private readonly IDocumentQueue _queue;
    private readonly IConverter _converter;
    private readonly ILogger<PdfConverter> _logger;
    private TimeSpan _slowest;

    public PdfConverter(IDocumentQueue queue, IConverter converter, ILogger<PdfConverter> logger)
    {
        _queue = queue;
        _converter = converter;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var document = await _queue.TryTakeAsync(stoppingToken);
                switch (document)
                {
                    case null:
                        await Task.Delay(TimeSpan.FromMilliseconds(800), stoppingToken);
                        break;
                    case { Pages: 0 }:
                        await _queue.FailAsync(document.Id, "empty", stoppingToken);
                        break;
                    default:
                        await ConvertAsync(document, stoppingToken); //! HAZARD dies SHUT105
                        break;
                }
            }
            catch (InvalidDataException ex)
            {
                _logger.LogWarning(ex, "A document cannot be read");
            }
            catch (OperationCanceledException) //! HAZARD dies SHUT105
            {
                _logger.LogInformation("Converter ends, slowest document took {Slowest}", _slowest);
                return; //! HAZARD dies SHUT105
            }
        }
    }

    private async Task ConvertAsync(Document document, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(10 + document.Pages / 2));

        var started = Stopwatch.GetTimestamp();
        var pdf = await _converter.ConvertAsync(document.Source, limit.Token); //! HAZARD dies SHUT105
        var took = Stopwatch.GetElapsedTime(started);
        if (took > _slowest) _slowest = took;

        await _queue.FinishAsync(document.Id, pdf, CancellationToken.None);
    }
}
