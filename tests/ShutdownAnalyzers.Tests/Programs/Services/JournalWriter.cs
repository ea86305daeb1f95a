using System.Threading.Channels;

namespace Ledger.Journal;

public readonly record struct Entry(Guid Account, long Cents, DateTimeOffset At);

public interface IJournalStore
{
    Task AppendAsync(IReadOnlyList<Entry> entries, CancellationToken ct);
    Task SealAsync(CancellationToken ct);
}

public sealed class JournalWriter : BackgroundService
{
    private readonly Channel<Entry> _entries = Channel.CreateBounded<Entry>(5_000);
    private readonly IJournalStore _store;
    private readonly List<Entry> _page = new(256);

    public JournalWriter(IJournalStore store) => _store = store;

    public ValueTask PostAsync(Entry entry, CancellationToken ct) => _entries.Writer.WriteAsync(entry, ct);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _entries.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _entries.Reader.WaitToReadAsync(stoppingToken))
            {
                while (_page.Count < 256 && _entries.Reader.TryRead(out var entry))
                    _page.Add(entry);

                await TurnPageAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            while (_entries.Reader.TryRead(out var entry))
                _page.Add(entry);
        }
        finally
        {
            await TurnPageAsync(stoppingToken); //! HAZARD page SHUT108
            await _store.SealAsync(CancellationToken.None);
        }
    }

    private async Task TurnPageAsync(CancellationToken ct)
    {
        if (_page.Count == 0)
            return;

        await _store.AppendAsync(_page, ct); //! HAZARD page SHUT108
        _page.Clear();
    }
}
