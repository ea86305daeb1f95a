namespace Clinic.Callbacks;

public interface IPhoneBook
{
    event EventHandler<string>? CallRequested;
    Task RingAsync(string number, CancellationToken ct);
}

public sealed class CallbackDesk : BackgroundService
{
    private readonly IPhoneBook _book;
    private readonly ILogger<CallbackDesk> _logger;
    private readonly Queue<string> _numbers = new();
    private readonly object _gate = new();
    private TaskCompletionSource _arrived = NewSignal();

    public CallbackDesk(IPhoneBook book, ILogger<CallbackDesk> logger)
    {
        _book = book;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _book.CallRequested += OnCallRequested;
        using var wake = stoppingToken.Register(Wake);
        try
        {
            while (true)
            {
                Task arrived;
                string? number;
                lock (_gate)
                {
                    arrived = _arrived.Task;
                    _numbers.TryDequeue(out number);
                }

                if (stoppingToken.IsCancellationRequested)
                    break;

                if (number is null)
                {
                    await arrived;
                    continue;
                }

                await CallAsync(number, stoppingToken);
            }
        }
        finally
        {
            _book.CallRequested -= OnCallRequested;
        }

        _logger.LogInformation("Callback desk closed");
    }

    private async Task CallAsync(string number, CancellationToken ct)
    {
        try
        {
            await _book.RingAsync(number, ct);
        }
        catch (Exception ex)
        {
            _logger.LogWarning(ex, "{Number} was not reached", number);
        }
    }

    private void OnCallRequested(object? sender, string number)
    {
        lock (_gate)
            _numbers.Enqueue(number);
        Wake();
    }

    private void Wake()
    {
        lock (_gate)
        {
            _arrived.TrySetResult();
            _arrived = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
