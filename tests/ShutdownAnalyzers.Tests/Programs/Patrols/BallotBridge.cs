using System.Threading.Channels;

namespace Elections.Bridge;

public sealed class BallotEventArgs(string box, int count) : EventArgs
{
    public string Box { get; } = box;
    public int Count { get; } = count;
}

public interface IScannerBus
{
    event EventHandler<BallotEventArgs>? BallotsScanned;
    void Connect();
    void Disconnect();
}

public interface ILedger
{
    Task AppendAsync(string box, int count);
}

public sealed class BallotBridge(IScannerBus bus, ILedger ledger, ILogger<BallotBridge> logger) : IHostedLifecycleService
{
    private readonly Channel<BallotEventArgs> _seen = Channel.CreateUnbounded<BallotEventArgs>(new() { SingleReader = true });
    private Task? _writing;

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StartAsync(CancellationToken cancellationToken)
    {
        _writing = Task.Run(WriteAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken)
    {
        bus.BallotsScanned += OnScanned;
        bus.Connect();
        return Task.CompletedTask;
    }

    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken)
    {
        bus.Disconnect();
        bus.BallotsScanned -= OnScanned;
        _seen.Writer.TryComplete();
        return Task.CompletedTask;
    }

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken)
    {
        if (_writing is not { } writing)
            return;

        if (await Task.WhenAny(writing, Task.Delay(Timeout.Infinite, cancellationToken)) != writing)
            logger.LogCritical("{Count} scans have not reached the ledger", _seen.Reader.Count);
    }

    private void OnScanned(object? sender, BallotEventArgs e)
    {
        if (!_seen.Writer.TryWrite(e))
            logger.LogWarning("Scan of {Box} came after the close", e.Box);
    }

    private async Task WriteAsync()
    {
        await foreach (var scan in _seen.Reader.ReadAllAsync())
        {
            if (!await TryAppendAsync(scan))
                logger.LogCritical("{Count} ballots of {Box} must be entered by hand", scan.Count, scan.Box);
        }
    }

    private async Task<bool> TryAppendAsync(BallotEventArgs scan)
    {
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            try
            {
                await ledger.AppendAsync(scan.Box, scan.Count);
                return true;
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Attempt {Attempt} for {Box}", attempt, scan.Box);
                await Task.Delay(200);
            }
        }

        return false;
    }
}
