using System.Threading.Channels;

namespace Streams.Checkpoints;

public readonly record struct Entry(long Offset, string Body);

public interface ICheckpointStore
{
    Task<long> LoadAsync(string group, CancellationToken cancellationToken = default);
    Task SaveAsync(string group, long offset, CancellationToken cancellationToken = default);
}

public interface ILogReader
{
    ValueTask<Entry?> TryReadAsync(long offset, CancellationToken cancellationToken);
}

public sealed partial class CheckpointRunner(ICheckpointStore store, ILogReader reader, ChannelWriter<Entry> output) : BackgroundService
{
    private const string Group = "billing";
    private long _offset;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _offset = await store.LoadAsync(Group, stoppingToken);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
                await StepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await store.SaveAsync(Group, _offset, stoppingToken); //! HAZARD save SHUT108
        }
    }
}

public sealed partial class CheckpointRunner
{
    private async Task StepAsync(CancellationToken cancellationToken)
    {
        if (await reader.TryReadAsync(_offset, cancellationToken) is not { } entry)
        {
            await Task.Delay(500, cancellationToken);
            return;
        }

        await output.WriteAsync(entry); //! HAZARD write SHUT102
        _offset = entry.Offset + 1;
    }
}
