using System.Collections.Concurrent;

namespace Localization.Pool;

public sealed record Sentence(int Id, string Source, string Language);

public interface ITranslator
{
    Task<string> TranslateAsync(string text, string language, CancellationToken ct);
}

public interface ISentences
{
    Task<IReadOnlyList<Sentence>> OpenAsync(CancellationToken ct);
    Task SaveAsync(int id, string text, CancellationToken ct);
}

public sealed class TranslationPool(ISentences sentences, ITranslator translator, ILogger<TranslationPool> logger) : BackgroundService
{
    private readonly SemaphoreSlim _parallel = new(8);
    private readonly CancellationTokenSource _abandon = new();
    private readonly ConcurrentDictionary<int, DateTime> _inWork = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var open = await sentences.OpenAsync(stoppingToken);
            await Task.WhenAll(open.Select(TranslateAsync));
            await Task.Delay(TimeSpan.FromSeconds(open.Count == 0 ? 10 : 1), stoppingToken);
        }
    }

    private async Task TranslateAsync(Sentence sentence)
    {
        await _parallel.WaitAsync(_abandon.Token);
        _inWork[sentence.Id] = DateTime.UtcNow;
        try
        {
            var text = await translator.TranslateAsync(sentence.Source, sentence.Language, _abandon.Token);
            await sentences.SaveAsync(sentence.Id, text, CancellationToken.None);
        }
        catch (HttpRequestException ex)
        {
            logger.LogWarning(ex, "Sentence {Id} stays open", sentence.Id);
        }
        finally
        {
            _inWork.TryRemove(sentence.Id, out _);
            _parallel.Release();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("{Count} sentences are in work", _inWork.Count);
        _abandon.CancelAfter(TimeSpan.FromSeconds(3)); //! HAZARD again SHUT213
        await base.StopAsync(cancellationToken);

        _abandon.Dispose(); //! HAZARD again SHUT213
    }

    public override void Dispose()
    {
        base.Dispose();
        _parallel.Dispose();
    }
}
