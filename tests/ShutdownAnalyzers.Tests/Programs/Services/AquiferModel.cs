using System.Threading.Channels;

namespace Water.Aquifer;

public sealed record Level(int Well, double Metres, DateTimeOffset At);

public interface IWells
{
    Task<Level> NextAsync(CancellationToken ct);
}

public interface ISimulation
{
    void Step(Level level);
}

public sealed class AquiferModel : IHostedService, IAsyncDisposable
{
    private readonly Channel<Level> _levels = Channel.CreateBounded<Level>(1_000);
    private readonly CancellationTokenSource _closing = new();
    private readonly IWells _wells;
    private readonly ISimulation _simulation;
    private readonly ILogger<AquiferModel> _logger;
    private readonly List<Task> _work = [];

    public AquiferModel(IWells wells, ISimulation simulation, ILogger<AquiferModel> logger)
    {
        _wells = wells;
        _simulation = simulation;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work.Add(ReceiveAsync());
        _work.Add(Task.Run(SimulateAsync, CancellationToken.None));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _closing.CancelAsync();
        var done = Task.WhenAll(_work);
        var gaveUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var deadline = cancellationToken.UnsafeRegister(static s => ((TaskCompletionSource)s!).TrySetResult(), gaveUp);

        if (await Task.WhenAny(done, gaveUp.Task) != done)
            _logger.LogWarning("{Count} levels were not simulated", _levels.Reader.Count);
    }

    public ValueTask DisposeAsync()
    {
        _closing.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
                await _levels.Writer.WriteAsync(await _wells.NextAsync(_closing.Token), _closing.Token);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            _logger.LogDebug("No more levels");
        }
        finally
        {
            _levels.Writer.Complete();
        }
    }

    private async Task SimulateAsync()
    {
        await foreach (var level in _levels.Reader.ReadAllAsync())
            _simulation.Step(level);
    }
}
