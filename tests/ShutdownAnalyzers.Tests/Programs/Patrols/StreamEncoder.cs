namespace Radio.Encoding;

public interface IEncoder : IAsyncDisposable
{
    Task PumpAsync(Stream target, CancellationToken ct);
    Task<Stream> ConnectAsync(string mount, CancellationToken ct);
}

public sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _link;

    public StopSignal(IHostApplicationLifetime lifetime)
        => _link = lifetime.ApplicationStopping.Register(static source => ((CancellationTokenSource)source!).Cancel(), _source);

    public CancellationToken Token => _source.Token;

    public Task Rest(TimeSpan time) => Task.Delay(time, _source.Token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    public void Dispose()
    {
        _link.Dispose();
        _source.Dispose();
    }
}

public abstract class Repeated<TState>(StopSignal signal) : IHostedService where TState : class
{
    private Task _work = Task.CompletedTask;

    protected StopSignal Signal { get; } = signal;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work = Task.Run(RunAsync, Signal.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _work.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
        }
    }

    protected abstract Task<TState?> OnceAsync(TState? previous);

    protected virtual ValueTask LeaveAsync(TState? last) => ValueTask.CompletedTask;

    private async Task RunAsync()
    {
        TState? state = null;
        try
        {
            for (; !Signal.Token.IsCancellationRequested; await Signal.Rest(TimeSpan.FromSeconds(2)))
                state = await OnceAsync(state);
        }
        finally
        {
            await LeaveAsync(state);
        }
    }
}

public sealed class StreamEncoder(StopSignal signal, IEncoder encoder, ILogger<StreamEncoder> logger) : Repeated<StreamEncoder.Session>(signal)
{
    public sealed record Session(int Number, TimeSpan OnAir);

    protected override async Task<Session?> OnceAsync(Session? previous)
    {
        var begun = TimeProvider.System.GetTimestamp();
        try
        {
            await using var target = await encoder.ConnectAsync("/live", Signal.Token);
            await encoder.PumpAsync(target, Signal.Token);
        }
        catch (Exception ex)
        {
            if (!Signal.Token.IsCancellationRequested)
                logger.LogWarning(ex, "Stream broke off");
        }

        return new Session((previous?.Number ?? 0) + 1, (previous?.OnAir ?? TimeSpan.Zero) + TimeProvider.System.GetElapsedTime(begun));
    }

    protected override ValueTask LeaveAsync(Session? last)
    {
        logger.LogInformation("{Sessions} sessions, {OnAir} on air", last?.Number ?? 0, last?.OnAir);
        return ValueTask.CompletedTask;
    }
}

public static class EncoderServices
{
    public static IServiceCollection AddEncoding<T>(this IServiceCollection services) where T : class, IEncoder
        => services.AddSingleton<IEncoder, T>().AddSingleton<StopSignal>().AddHostedService<StreamEncoder>();
}
