using System.IO.Pipes;

namespace Music.Organ;

public interface IStops
{
    void Pull(string stop);
    void PushAll();
}

public sealed class OrganPipe : IHostedLifecycleService, IDisposable
{
    private readonly IStops _stops;
    private readonly ILogger<OrganPipe> _logger;
    private readonly CancellationTokenSource _silence = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _playing;

    public OrganPipe(IStops stops, ILogger<OrganPipe> logger)
    {
        _stops = stops;
        _logger = logger;
        _playing = PlayAsync(_silence.Token);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _ready.TrySetResult();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => _silence.CancelAsync();

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _silence.Cancel();
        await ((Task)Task.WhenAny(_playing, Task.Delay(Timeout.Infinite, cancellationToken))).ConfigureAwait(false);
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _stops.PushAll();
        return Task.CompletedTask;
    }

    public void Dispose() => _silence.Dispose();

    private async Task PlayAsync(CancellationToken silence)
    {
        try
        {
            await _ready.Task.WaitAsync(silence);
            while (true)
            {
                await using var pipe = new NamedPipeServerStream("organ", PipeDirection.In, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
                await pipe.WaitForConnectionAsync(silence);
                using var reader = new StreamReader(pipe, leaveOpen: true);
                while (await reader.ReadLineAsync(silence) is { } stop)
                    _stops.Pull(stop);
            }
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested)
        {
        }
        catch (IOException ex)
        {
            _logger.LogError(ex, "The organ pipe is broken");
        }
    }
}
