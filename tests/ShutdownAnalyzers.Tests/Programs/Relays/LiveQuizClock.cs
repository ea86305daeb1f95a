using System.Threading.Channels;
using Timer = System.Timers.Timer;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<QuizRounds>();
builder.Services.AddSingleton<AnswerInbox>();
builder.Services.AddHostedService<QuizClock>();
builder.Services.AddHostedService<AnswerCollector>();

using var host = builder.Build();
await host.StartAsync();
await host.WaitForShutdownAsync();
await host.StopAsync();

public sealed record Answer(string Pupil, int Question, char Choice);

public sealed class AnswerInbox
{
    private readonly Channel<Answer> _answers = Channel.CreateUnbounded<Answer>();

    public bool Offer(Answer answer) => _answers.Writer.TryWrite(answer);

    public void Close() => _answers.Writer.TryComplete();

    public ChannelReader<Answer> Reader => _answers.Reader;
}

public sealed class QuizRounds(IConfiguration configuration)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string, int), char> _given = [];
    private readonly string _file = configuration["Quiz:State"] ?? "quiz.state";
    private int _secondsLeft = 60;

    public void Tick()
    {
        lock (_gate)
        {
            _secondsLeft = _secondsLeft == 0 ? 60 : _secondsLeft - 1;
            File.WriteAllText(_file, $"{_secondsLeft}");
        }
    }

    public void Record(Answer answer)
    {
        lock (_gate) _given[(answer.Pupil, answer.Question)] = answer.Choice;
    }
}

internal sealed class QuizClock : IHostedService
{
    private readonly Timer _timer = new(TimeSpan.FromSeconds(1)) { AutoReset = true };
    private readonly QuizRounds _rounds;

    public QuizClock(QuizRounds rounds)
    {
        _rounds = rounds;
        _timer.Elapsed += (_, _) => _rounds.Tick(); //! HAZARD clock SHUT205
    }

    public Task StartAsync(CancellationToken cancellationToken) //! HAZARD clock SHUT205
    {
        _timer.Start(); //! HAZARD clock SHUT205
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask; //! HAZARD clock SHUT205
}

internal sealed class AnswerCollector(AnswerInbox inbox, QuizRounds rounds, ILogger<AnswerCollector> logger) : IHostedService
{
    private readonly CancellationTokenSource _stop = new();
    private Task? _collecting;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _collecting = CollectAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        inbox.Close();
        await _stop.CancelAsync(); //! HAZARD twice SHUT213
        try
        {
            if (_collecting is { } collecting) await collecting.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("Some answers were not counted");
        }

        _stop.Dispose(); //! HAZARD twice SHUT213
    }

    private async Task CollectAsync(CancellationToken stop)
    {
        try
        {
            while (await inbox.Reader.WaitToReadAsync(stop))
            {
                while (inbox.Reader.TryRead(out var answer)) rounds.Record(answer);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            while (inbox.Reader.TryRead(out var late)) rounds.Record(late);
        }
    }
}
