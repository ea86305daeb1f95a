using System.Collections.Concurrent;

namespace Telecom.Signalling;

public sealed class SignalEventArgs(string callId, ReadOnlyMemory<byte> payload) : EventArgs
{
    public string CallId { get; } = callId;
    public ReadOnlyMemory<byte> Payload { get; } = payload;
}

public interface ISignalLink
{
    event EventHandler<SignalEventArgs> Received;
    Task OpenAsync(CancellationToken cancellationToken);
    Task CloseAsync(CancellationToken cancellationToken);
}

public interface ISignalTranslator
{
    Task TranslateAsync(string callId, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);
}

internal static class StopTokens
{
    public static async Task FiredAsync(this CancellationToken token)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), fired);
        await fired.Task;
    }
}

internal sealed class InFlight
{
    private readonly ConcurrentDictionary<Task, byte> _tasks = new();

    public int Count => _tasks.Count;

    public void Add(Func<Task> work)
    {
        var task = Task.Run(work);
        _tasks.TryAdd(task, 0);
        task.ContinueWith(t => _tasks.TryRemove(t, out byte _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public async Task<bool> EndedAsync(TimeSpan limit)
    {
        var all = Task.WhenAll(_tasks.Keys);
        return await Task.WhenAny(all, Task.Delay(limit)) == all;
    }
}

internal sealed class SignallingBridge : BackgroundService
{
    private readonly InFlight _inFlight = new();
    private readonly ISignalLink _link;
    private readonly ISignalTranslator _translator;
    private readonly ILogger<SignallingBridge> _logger;

    public SignallingBridge(ISignalLink link, ISignalTranslator translator, ILogger<SignallingBridge> logger)
    {
        _link = link;
        _translator = translator;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _link.Received += OnReceived;
        try
        {
            await _link.OpenAsync(stoppingToken);
            await stoppingToken.FiredAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _logger.LogInformation("Stopped before the link was open");
        }
        finally
        {
            _link.Received -= OnReceived;
            if (!await _inFlight.EndedAsync(TimeSpan.FromSeconds(7)))
                _logger.LogWarning("{Count} signals were cut", _inFlight.Count);

            await CloseAsync();
        }
    }

    private void OnReceived(object? sender, SignalEventArgs e) => _inFlight.Add(() => TranslateAsync(e.CallId, e.Payload));

    private async Task TranslateAsync(string callId, ReadOnlyMemory<byte> payload)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _translator.TranslateAsync(callId, payload, limit.Token);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Signal of call {Call} lost", callId);
        }
    }

    private async Task CloseAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await _link.CloseAsync(limit.Token);
        }
        catch (Exception ex)
        {
            _logger.LogDebug(ex, "Link was not closed politely");
        }
    }
}

public static class SignallingModule
{
    public static IServiceCollection AddSignalling(this IServiceCollection services) => services.AddHostedService<SignallingBridge>();
}
