using Microsoft.AspNetCore.Http.HttpResults;

var builder = WebApplication.CreateBuilder(args);
builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(15));
builder.Services.AddSingleton<BeltBoard>();
builder.Services.AddSingleton<IBeltSensor, RandomBelt>();
builder.Services.AddHostedService<BeltWatcher>();

var app = builder.Build();
app.MapGet("/belts", (BeltBoard board) => board.Current);
app.MapGet("/belts/next", WaitForChange);
app.Run();

static async Task<Results<Ok<BeltState>, StatusCodeHttpResult>> WaitForChange(long after, BeltBoard board, IHostApplicationLifetime lifetime, CancellationToken aborted)
{
    using var over = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
    over.CancelAfter(TimeSpan.FromMinutes(2));
    try
    {
        return TypedResults.Ok(await board.AfterAsync(after, over.Token));
    }
    catch (OperationCanceledException) when (over.IsCancellationRequested)
    {
        return TypedResults.StatusCode(lifetime.ApplicationStopping.IsCancellationRequested ? 503 : 204);
    }
}

public sealed record BeltState(long Version, double Speed, bool Jammed);

public interface IBeltSensor
{
    ValueTask<(double Speed, bool Jammed)> ReadAsync(CancellationToken cancellationToken);
}

internal sealed class RandomBelt : IBeltSensor
{
    public ValueTask<(double Speed, bool Jammed)> ReadAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult((Math.Round(Random.Shared.NextDouble() * 2, 1), Random.Shared.Next(100) == 0));
}

public sealed class BeltBoard
{
    private readonly Lock _gate = new();
    private BeltState _current = new(0, 0, false);
    private TaskCompletionSource<BeltState> _next = NewSource();

    public BeltState Current
    {
        get
        {
            lock (_gate)
                return _current;
        }
    }

    public void Show(double speed, bool jammed)
    {
        TaskCompletionSource<BeltState> done;
        BeltState state;
        lock (_gate)
        {
            if (_current.Speed == speed && _current.Jammed == jammed)
                return;

            state = _current = new BeltState(_current.Version + 1, speed, jammed);
            (done, _next) = (_next, NewSource());
        }

        done.SetResult(state);
    }

    public Task<BeltState> AfterAsync(long version, CancellationToken cancellationToken)
    {
        lock (_gate)
            return _current.Version > version ? Task.FromResult(_current) : _next.Task.WaitAsync(cancellationToken);
    }

    private static TaskCompletionSource<BeltState> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

internal sealed class BeltWatcher(IBeltSensor sensor, BeltBoard board, ILogger<BeltWatcher> logger) : IHostedService, IAsyncDisposable
{
    private readonly PeriodicTimer _ticks = new(TimeSpan.FromMilliseconds(250));
    private readonly CancellationTokenSource _reading = new();
    private Task? _watching;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watching = WatchAsync(_reading.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _ticks.Dispose();
        _reading.CancelAfter(TimeSpan.FromSeconds(1));
        if (_watching is not null && await Task.WhenAny(_watching, Task.Delay(Timeout.Infinite, cancellationToken)) != _watching)
            logger.LogWarning("Belt sensor did not answer in time");
    }

    public async ValueTask DisposeAsync()
    {
        _ticks.Dispose();
        await _reading.CancelAsync();
        _reading.Dispose();
    }

    private async Task WatchAsync(CancellationToken reading)
    {
        while (await _ticks.WaitForNextTickAsync())
        {
            try
            {
                var (speed, jammed) = await sensor.ReadAsync(reading);
                board.Show(speed, jammed);
            }
            catch (Exception ex)
            {
                logger.LogWarning(ex, "Belt sensor failed");
            }
        }
    }
}
