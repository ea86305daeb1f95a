namespace Telephony.Calls;

public interface ILine
{
    Task<bool> RingAsync(CancellationToken cancellationToken);
    Task<string> TalkAsync(CancellationToken cancellationToken);
    Task HangUpAsync();
}

public sealed class AnsweringMachine(ILine line, ILogger<AnsweringMachine> logger) : BackgroundService
{
    private enum State { Idle, Ringing, Talking, Ended }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var state = State.Idle;
        while (true)
        {
            state = state switch
            {
                State.Idle => await IdleAsync(stoppingToken),
                State.Ringing => State.Talking,
                State.Talking => await TalkAsync(stoppingToken),
                _ => State.Ended,
            };

            if (state is State.Ended) return;
        }
    }

    private async Task<State> IdleAsync(CancellationToken stop)
    {
        try
        {
            return await line.RingAsync(stop) ? State.Ringing : State.Idle;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return State.Ended;
        }
    }

    private async Task<State> TalkAsync(CancellationToken stop)
    {
        try
        {
            logger.LogInformation("Message: {Text}", await line.TalkAsync(stop));
        }
        catch (IOException e)
        {
            logger.LogWarning(e, "Call was cut");
        }
        catch (OperationCanceledException)
        {
            logger.LogInformation("Caller was cut off");
        }

        await line.HangUpAsync();
        return stop.IsCancellationRequested ? State.Ended : State.Idle;
    }
}
