using System.Threading.Channels;

namespace Broadcast.Captions;

public sealed record Utterance(string Programme, TimeSpan At, string Text);

public interface IRecognizer
{
    event EventHandler<Utterance> Recognized;
}

public interface ICaptionTrack
{
    Task AppendAsync(Utterance utterance);
    Task SealAsync(string programme);
}

internal sealed class CaptionWorker : BackgroundService
{
    private readonly Channel<Utterance> _utterances = Channel.CreateUnbounded<Utterance>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<string> _programmes = new(StringComparer.Ordinal);
    private readonly IRecognizer _recognizer;
    private readonly ICaptionTrack _track;
    private readonly ILogger _logger;

    public CaptionWorker(IRecognizer recognizer, ICaptionTrack track, ILoggerFactory loggers)
    {
        _recognizer = recognizer;
        _track = track;
        _logger = loggers.CreateLogger("Captions");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var appending = AppendAllAsync();
        _recognizer.Recognized += Enqueue;
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            _logger.LogInformation("Captioning ends, {Count} utterances are waiting", _utterances.Reader.Count);
        }
        finally
        {
            _recognizer.Recognized -= Enqueue;
            _utterances.Writer.Complete();
            await appending;
        }
    }

    private void Enqueue(object? sender, Utterance utterance)
    {
        if (!_utterances.Writer.TryWrite(utterance)) _logger.LogDebug("Late utterance at {At}", utterance.At);
    }

    private async Task AppendAllAsync()
    {
        while (await _utterances.Reader.WaitToReadAsync())
        {
            while (_utterances.Reader.TryRead(out var utterance))
            {
                _programmes.Add(utterance.Programme);
                await GuardAsync(_track.AppendAsync, utterance);
            }
        }

        foreach (var programme in _programmes)
            await GuardAsync(_track.SealAsync, programme);
    }

    private async Task GuardAsync<T>(Func<T, Task> step, T value)
    {
        try
        {
            await step(value);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "{Step} of {Value} failed", step.Method.Name, value);
        }
    }
}

internal sealed class TrackReporter(ICaptionTrack track, TimeProvider time, ILogger<TrackReporter> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!logger.IsEnabled(LogLevel.Debug))
        {
            return Task.CompletedTask;
        }

        return ReportAsync(stoppingToken);
    }

    private async Task ReportAsync(CancellationToken token)
    {
        var started = time.GetTimestamp();
        while (!token.IsCancellationRequested)
        {
            logger.LogDebug("{Track} is up for {Time}", track.GetType().Name, time.GetElapsedTime(started));
            await Task.Delay(TimeSpan.FromMinutes(10), time, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        logger.LogDebug("Report ends");
    }
}

internal static class CaptionServices
{
    public static IServiceCollection AddCaptions<TRecognizer, TTrack>(this IServiceCollection services)
        where TRecognizer : class, IRecognizer
        where TTrack : class, ICaptionTrack => services
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IRecognizer, TRecognizer>()
            .AddSingleton<ICaptionTrack, TTrack>()
            .AddHostedService<CaptionWorker>()
            .AddHostedService<TrackReporter>();
}
